/** What is said, and drawn, when there is no picture or no newer one: a case each. Pure. */
import type { ViewerState } from "../viewerState.ts";

/** How a station, or the way to the next one, is drawn. */
export type Condition = "good" | "bad" | "off" | "unknown";

export interface FailureText {
  /** For styles and tests. */
  readonly kind: string;
  readonly title: string;
  /** What is the matter, one or two plain sentences. */
  readonly sentence: string;
  /** What the reader can do. */
  readonly steps: readonly string[];
  /** To copy: a header, a command. */
  readonly code?: string;
  /** Browser, bridge, detector, and the two ways between them. */
  readonly stations: readonly [browser: Condition, bridge: Condition, detector: Condition];
  readonly ways: readonly [toBridge: Condition, toDetector: Condition];
  /** What the person may press or fill in. */
  readonly offers: readonly ("retry" | "enable" | "address")[];
}

/** Where the page is from, for the header that is to let it in. */
interface Surroundings {
  readonly origin: string;
  /** Has the browser what the viewer needs? */
  readonly isCapable: boolean;
}

/** The failure that stands in front of the picture; null: none, or only one image that was not understood. */
export function failureOf(state: ViewerState, surroundings: Surroundings): FailureText | null {
  const { problem, connection, image } = state;
  if (!surroundings.isCapable) return OLD_BROWSER;
  if (problem !== null && problem.kind !== "decode") return PROBLEMS[problem.kind](state, surroundings);
  if (connection === "disabled") return PROBLEMS["monitor-disabled"](state, surroundings);
  if (connection === "unreachable") return PROBLEMS.offline(state, surroundings);
  if (connection === "refused") return PROBLEMS.cors(state, surroundings);
  return image === null ? withoutImage(state) : null;
}

type ProblemKind = Exclude<NonNullable<ViewerState["problem"]>["kind"], "decode">;
type Describe = (state: ViewerState, surroundings: Surroundings) => FailureText;

const PROBLEMS: Readonly<Record<ProblemKind, Describe>> = {
  offline: ({ source }, { origin }) => ({
    kind: "offline",
    title: "Nobody answers",
    sentence: `No answer from ${hostOf(source)}. The bridge is not running, or the network between is down.`,
    steps: [
      ...(isMixed(source, origin)
        ? [
            "A page of https asks no address of http: give the bridge a certificate, or a place behind the page's own address.",
          ]
        : []),
      "Start the bridge, or check the address and the cable.",
      "Nothing else is needed: it goes on by itself.",
    ],
    stations: ["good", "bad", "unknown"],
    ways: ["bad", "unknown"],
    offers: ["retry"],
  }),
  policy: ({ source }) => ({
    kind: "policy",
    title: "This page may not ask there",
    sentence: `Its own policy keeps it from ${hostOf(source)}. A page that a bridge serves reads its own bridge only.`,
    steps: [
      `Open ${originOf(source)} itself: a bridge there has this same viewer.`,
      "In a page of yours, add the address to its policy:",
    ],
    code: `Content-Security-Policy: connect-src 'self' ${originOf(source)}`,
    stations: ["bad", "unknown", "unknown"],
    ways: ["off", "unknown"],
    offers: ["retry"],
  }),
  timeout: ({ source }) => ({
    kind: "timeout",
    title: "The answer takes too long",
    sentence: `${hostOf(source)} took a request and did not finish its answer in time.`,
    steps: ["The network or the detector may be under load; it is asked again by itself."],
    stations: ["good", "unknown", "unknown"],
    ways: ["unknown", "unknown"],
    offers: ["retry"],
  }),
  dcu: () => ({
    kind: "dcu",
    title: "The bridge answers, the detector does not",
    sentence: "The detector control unit behind the bridge is off, restarting, or not reached from there.",
    steps: [
      "Check the control unit's power and network.",
      "Check the address that the bridge was started with.",
    ],
    stations: ["good", "good", "bad"],
    ways: ["good", "bad"],
    offers: ["retry"],
  }),
  cors: ({ source }, { origin }) => ({
    kind: "cors",
    title: "The browser may not read the answer",
    sentence: `${hostOf(source)} answers, but does not allow pages from ${origin} (CORS).`,
    steps: ["Start the bridge with this origin allowed, or open the page that the bridge itself serves:"],
    code: [
      `eiger-monitor serve --dcu ${originOf(source)} \\`,
      `  --origin ${origin}`,
      "",
      `Access-Control-Allow-Origin: ${origin}`,
    ].join("\n"),
    stations: ["good", "good", "unknown"],
    ways: ["bad", "unknown"],
    offers: ["retry"],
  }),
  http: ({ problem, fetchMode }) =>
    problem?.status === 429 && fetchMode === "next"
      ? SHARED_IMAGES
      : {
          kind: "http",
          title: `Unexpected answer${problem?.status === undefined ? "" : ` ${problem.status}`}`,
          sentence: "Somebody answers, but not as a detector's monitor does.",
          steps: ["Check the address: it ends in /monitor/api/ and the version."],
          stations: ["good", "unknown", "unknown"],
          ways: ["good", "unknown"],
          offers: ["retry"],
        },
  "monitor-disabled": ({ writable, source }, { origin }) => ({
    kind: "monitor-disabled",
    title: "The monitor is disabled",
    sentence:
      "The detector is there, but its monitor interface is switched off, so it offers no images to look at.",
    steps: writable
      ? ["It can be enabled from here. That changes the detector's configuration for everybody."]
      : ["Enable it at the control unit, for example with the following; images then come by themselves."],
    ...(!writable && {
      code: [
        "curl -X PUT -H 'Content-Type: application/json' \\",
        `  -d '{"value": "enabled"}' \\`,
        `  ${controlUnitAddress(source, origin)}/config/mode`,
      ].join("\n"),
    }),
    stations: ["good", "good", "off"],
    ways: ["good", "good"],
    offers: writable ? ["enable", "retry"] : ["retry"],
  }),
  unsupported: ({ problem, source }) => ({
    kind: "unsupported",
    title: "This cannot be shown",
    sentence: sentenceOf(problem?.message ?? "The viewer cannot work with what it has here."),
    steps: problem === null ? [] : [problem.hint],
    stations: ["good", "unknown", "unknown"],
    ways: ["unknown", "unknown"],
    offers: source === null ? ["address"] : ["retry"],
  }),
};

function withoutImage({ connection, source }: ViewerState): FailureText {
  const rest = { stations: ["good", "good", "good"], ways: ["good", "good"], offers: [] } as const;
  if (connection === "idle" || connection === "stopped")
    return {
      ...rest,
      kind: "idle",
      title: "No detector yet",
      sentence: "Give the address of a monitor, or of the bridge in front of it.",
      steps: [],
      stations: ["good", "unknown", "unknown"],
      ways: ["unknown", "unknown"],
      offers: ["address"],
    };
  if (connection === "connecting")
    return {
      ...rest,
      kind: "connecting",
      title: "Connecting",
      sentence: `Asking ${hostOf(source)}.`,
      steps: [],
      stations: ["good", "unknown", "unknown"],
      ways: ["unknown", "unknown"],
    };
  return {
    ...rest,
    kind: "no-image",
    title: "No image yet",
    sentence: "Everything answers. The detector has taken no image since its monitor was enabled.",
    steps: ["The first image is shown as soon as there is one: arm and trigger the detector."],
  };
}

/** A bridge gives one client of a machine at a time what `images/next` takes out of the buffer. */
const SHARED_IMAGES: FailureText = {
  kind: "shared",
  title: "Another tab takes these images",
  sentence:
    "Each image of images/next goes to one client only, and one on this machine waits for the next already.",
  steps: [
    "Close the other tab, or open this one without mode=next: in its usual mode a viewer takes no images from others.",
    "It is asked again by itself.",
  ],
  stations: ["good", "good", "good"],
  ways: ["off", "good"],
  offers: ["retry"],
};

/** A browser without what the viewer needs: said before anything is started. */
const OLD_BROWSER: FailureText = {
  kind: "old-browser",
  title: "This browser cannot show it",
  sentence: "The viewer needs WebAssembly with SIMD, module workers and OffscreenCanvas.",
  steps: ["Any Chrome, Edge or Firefox from 2023 on will do, and Safari from 17 on."],
  stations: ["bad", "unknown", "unknown"],
  ways: ["unknown", "unknown"],
  offers: [],
};

function sentenceOf(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function hostOf(source: string | null): string {
  return source !== null && URL.canParse(source) ? new URL(source).host : (source ?? "the address");
}

/** What the page itself is from is a bridge, which does not pass writing on: the control unit's name is then not known. */
function controlUnitAddress(source: string | null, origin: string): string {
  if (source === null || !URL.canParse(source)) return "http://CONTROL-UNIT/monitor/api/1.8.0";
  const { pathname } = new URL(source);
  return originOf(source) === origin ? `http://CONTROL-UNIT${pathname}` : source;
}

/** Does a page of https ask an address of http, on another machine? Browsers do not. */
function isMixed(source: string | null, origin: string): boolean {
  if (!origin.startsWith("https:") || source === null || !URL.canParse(source)) return false;
  const { protocol, hostname } = new URL(source);
  return protocol === "http:" && !["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

function originOf(source: string | null): string {
  return source !== null && URL.canParse(source) ? new URL(source).origin : "http://CONTROL-UNIT";
}
