/**
 * How the stream of images is doing.
 *
 * - `connecting`: no answer yet
 * - `live`: images come
 * - `waiting`: the monitor answers, but has no image
 * - `disabled`: the monitor answers, and says that it is switched off, so it keeps no images
 * - `unreachable`: requests fail; it is tried again
 * - `apiVersion`: the control unit does not know the address; it is looked for again every 5 s
 * - `forbidden`: the monitor, or what stands before it, refuses; the stream ends
 * - `stopped`: the stream has ended
 */
export type MonitorState =
  | "connecting"
  | "live"
  | "waiting"
  | "disabled"
  | "unreachable"
  | "apiVersion"
  | "forbidden"
  | "stopped";

/** A change of state, with what a person may want to know of it. */
export interface MonitorStateChange {
  readonly state: MonitorState;
  /** What can be done about it, or that nothing need be; a sentence. */
  readonly hint: string;
  /** What happened, where something did. */
  readonly reason?: string;
}

/** What can be done in each state, where nothing more is known. */
export const STATE_HINTS: Readonly<Record<MonitorState, string>> = {
  connecting: "The first answer of the monitor is awaited.",
  live: "Nothing need be done.",
  waiting: "The monitor is enabled and has no image: is the detector taking any?",
  disabled: "Enable the monitor: PUT enabled to config/mode. It goes on by itself then.",
  unreachable: "Is the control unit on, and is this computer in its network? It is tried again.",
  apiVersion: "Is this the address of a monitor, such as http://HOST/monitor/api/1.8.0?",
  forbidden: "Ask whoever runs the monitor, or the bridge before it, for access.",
  stopped: "The stream has ended.",
};
