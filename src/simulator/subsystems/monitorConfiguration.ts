import type { ApiVersion } from "../address.ts";
import type { MonitorBuffer } from "../monitorBuffer.ts";
import { choice, count, fixed, flag, type ParameterTable } from "../parameter.ts";

/** More than any firmware takes, and within a client's signed 32 bits. */
const LARGEST_BUFFER = 10_000;

/** The monitor's configuration (SIMPLON API reference 1.8, "Monitor configuration"); 1.6 has no `discard_new`. */
export function monitorConfiguration(
  buffer: MonitorBuffer,
  { enabled, version }: { readonly enabled: boolean; readonly version: ApiVersion },
): ParameterTable {
  return {
    buffer_size: count(buffer.bufferSize, { min: 1, max: LARGEST_BUFFER }),
    ...(version !== "1.6.0" && { discard_new: flag(buffer.discardNew) }),
    mode: choice(enabled ? "enabled" : "disabled", ["disabled", "enabled"]),
  };
}

/** `[series, image, start, end, real time]` of an image that was handed out; times in ns. */
export type ImageNumber = readonly [number, number, number, number, number];

/** The monitor's status (SIMPLON API reference 1.8, "Monitor status"; 1.6 for the two image numbers). */
export function monitorStatus(
  buffer: MonitorBuffer,
  options: {
    readonly version: ApiVersion;
    /** Bytes that an exposure takes in the buffer. */
    readonly exposureBytes: number;
    readonly monitorImage: ImageNumber | null;
    readonly nextImage: ImageNumber | null;
  },
): ParameterTable {
  const { version, exposureBytes, monitorImage, nextImage } = options;
  // Memory is there for the largest buffer, whatever the size that is set.
  const free = (LARGEST_BUFFER - buffer.fillLevel) * exposureBytes;
  return {
    buffer_fill_level: fixed([buffer.fillLevel, buffer.bufferSize], "uint"),
    dropped: fixed(buffer.dropped, "uint"),
    error: fixed([], "string[]"),
    state: { ...fixed(buffer.overflow ? "overflow" : "normal", "string"), critical: ["overflow"] },
    ...(version === "1.6.0"
      ? { monitor_image_number: fixed(monitorImage, "int"), next_image_number: fixed(nextImage, "int") }
      : { buffer_free: fixed(free, "uint", { unit: "byte" }) }),
  };
}
