import type { Decoder } from "../decoder/index.ts";
import type { DecodeError } from "../errors.ts";
import type { Clock, Fetch, ImageTransport, MonitorLimits } from "../simplon/index.ts";
import type { SequenceEvent } from "./imageSequence.ts";
import type { MonitorFault } from "./monitorFault.ts";
import type { MonitorStateChange } from "./monitorState.ts";
import type { ParameterTable } from "./parameterTable.ts";
import type { OmDataSourceProtocol } from "./protocols.ts";
import type { SkippedImage, TakeImage, TakeWay } from "./takeImage.ts";

/** What is platform, or taste; every one has a default. */
export interface EventHandlerPorts {
  /** Shared by handlers of one thread; default: one of its own. */
  readonly decoder?: Decoder | undefined;
  readonly fetch?: Fetch | undefined;
  readonly imageTransport?: ImageTransport | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: (() => number) | undefined;
  readonly limits?: Partial<MonitorLimits> | undefined;
  /** Milliseconds that the DCU is to wait for an image; OM does not say, and the DCU then waits 500 ms. */
  readonly timeout?: number | undefined;
  /**
   * How an image is taken. Default: `takeNext`, which takes it from all other clients too; `takeById` loses none that the
   * DCU still has. A viewer that wants the newest only brings a function of its own: the monitor's mode is not watched
   * then, and image numbers are not followed.
   */
  readonly take?: TakeWay | TakeImage | undefined;
  /**
   * Enables the monitor again, with its `discard_new` and `buffer_size`, when it is found disabled or otherwise set: after
   * a restart or an `initialize`. Needs the permission to write. Default false: it is said and waited for.
   */
  readonly keepEnabled?: boolean | undefined;
  /** Told of each request for an image that failed. */
  readonly onFault?: ((fault: MonitorFault) => void) | undefined;
  /** Told of each image that is no TIFF, and which it was if that is known. */
  readonly onUnreadable?: ((error: DecodeError, image: SkippedImage) => void) | undefined;
  /** Told when the stream's state changes. */
  readonly onState?: ((change: MonitorStateChange) => void) | undefined;
  /** Told of a new series, and of images that are missing, come again or come late. */
  readonly onSequence?: ((event: SequenceEvent) => void) | undefined;
  /** Told, in a sentence, of what was overcome: a retry, a skipped image. The library prints nothing. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** OM's constructor arguments, and the ports. */
export interface EventHandlerOptions extends EventHandlerPorts {
  /** Base address of the monitor, e.g. `http://HOST/monitor/api/1.8.0`. */
  readonly source: string;
  /** Data sources by the names that `required_data` may use. */
  readonly dataSources: Readonly<Record<string, OmDataSourceProtocol>>;
  readonly monitorParameters: ParameterTable;
}

/** The same, for a handler without a way of its own. */
export interface MonitorEventHandlerOptions extends EventHandlerOptions {
  readonly take: TakeWay | TakeImage;
  /**
   * Does each image leave the control unit as it is taken, so that API 1.6 can be asked which one it was? Default: unless
   * `take` is a function.
   */
  readonly asksForNumbers?: boolean | undefined;
}
