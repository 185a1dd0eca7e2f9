import type { MonitorClient, MonitorImage } from "../simplon/index.ts";
import type { ImageIdentity } from "./imageIdentity.ts";
import { type FollowerOptions, StreamFollower } from "./streamFollower.ts";

/** An image, and what else than its file says which one it is. */
export interface TakenImage extends MonitorImage {
  readonly identity?: Partial<Pick<ImageIdentity, "series" | "image" | "threshold">>;
}

/** Which image was skipped, as far as it is known without its file. */
export type SkippedImage = NonNullable<TakenImage["identity"]>;

/** What a way of taking images is told. */
export interface TakeRequest {
  readonly client: MonitorClient;
  readonly timeout: number | undefined;
  readonly signal: AbortSignal | undefined;
  /** To be called once an image has begun to come that will be lost if it does not come whole. */
  readonly onBegun: () => void;
}

/**
 * Takes one image; undefined when none came in time: after a wait, for it is called again at once.
 * @throws {MonitorRequestError}; the signal's reason
 */
export type TakeImage = (request: TakeRequest) => Promise<TakenImage | undefined>;

/** A way of taking images that is to bring every one: it is followed what numbers they have, and what the monitor's mode is. */
export interface TakeWay {
  /** For one handler. */
  begin(options: FollowerOptions): { readonly take: TakeImage; readonly follower: StreamFollower };
}

/** OM's way, `images/next`: takes the oldest image from all other clients, too, and loses it if it is cut on its way. */
export const takeNext: TakeWay = {
  begin: (options) => ({
    take: ({ client, timeout, signal, onBegun }) => client.nextImage({ timeout, signal, onBegun }),
    follower: new StreamFollower(options),
  }),
};
