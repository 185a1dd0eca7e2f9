/** Where a body is cut: after so many bytes of it, or after a part of it (0 to 1); by default in its middle. */
interface Place {
  readonly bytes?: number | undefined;
  readonly fraction?: number | undefined;
}

/** `accept`: before any of the reply, and no image is taken for it; `body` (default): within the body. */
interface CutPlace extends Place {
  readonly at?: "accept" | "body" | undefined;
}

/** Another reply than the one that was due. */
export type ReplyFault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>> | undefined;
      readonly body?: string | undefined;
    }
  | { readonly kind: "delay"; readonly milliseconds: number }
  | { readonly kind: "noImage"; readonly after?: number | undefined }
  | { readonly kind: "page"; readonly type?: "html" | "json" | undefined }
  | { readonly kind: "empty" }
  | { readonly kind: "redirect"; readonly location: string }
  | { readonly kind: "gzip"; readonly form: "bomb" | "bad" };

/** What happens to the connection that the reply goes over. */
export type WireFault =
  | ({ readonly kind: "reset" | "close" } & CutPlace)
  | ({ readonly kind: "unterminated" | "closeDelimited" | "stall" } & Place)
  | { readonly kind: "extraBytes" | "largeHead" | "hugeLength"; readonly bytes?: number | undefined }
  | { readonly kind: "garbage"; readonly text?: string | undefined }
  | { readonly kind: "drip"; readonly bytes?: number | undefined; readonly interval?: number | undefined }
  | { readonly kind: "twoFramings" | "noReply" | "endless" };

/** What happens to the unit before it answers. */
export type UnitAct =
  | { readonly kind: "down"; readonly seconds: number }
  | { readonly kind: "apiVersion"; readonly version: string }
  | { readonly kind: "skip"; readonly images?: number | undefined }
  | {
      readonly kind: "disable" | "initialize" | "newSeries" | "restart" | "clear" | "repeat" | "swap";
    };

/** A connection's fault, or nobody listens any more for so many seconds. */
export type ConnectionFault = WireFault | Extract<UnitAct, { kind: "down" }>;
export type Fault = ReplyFault | WireFault | UnitAct;

/** Which requests a fault is for. All that is said must hold; without any of it, it is for every request. */
export interface FaultCondition {
  readonly method?: "GET" | "PUT" | "OPTIONS" | "HEAD" | undefined;
  /** What the path ends with, e.g. `images/next`; `*` stands for one part of it. */
  readonly route?: string | undefined;
  /** The first, second … of the requests that method and route fit; counted from 1. */
  readonly nth?: number | readonly number[] | undefined;
  /** Each third, … */
  readonly every?: number | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** 0 to 1, by the script's seed. */
  readonly probability?: number | undefined;
  /** Seconds since the simulator's start. */
  readonly after?: number | undefined;
  readonly until?: number | undefined;
}

/** A fault, and when it happens. */
export interface FaultRule {
  readonly on?: FaultCondition | undefined;
  readonly do: Fault;
}

/** Which requests fail, and how (docs/faults.md). Of the rules that a request fits, the first is used. */
export interface FaultScript {
  /** Default 1. */
  readonly seed?: number | undefined;
  readonly faults: readonly FaultRule[];
}
