// The worker's entry: the engine, with what only a browser has.
import { expose, proxy, transfer } from "comlink";
import { createDecoder, systemClock } from "../../src/index.ts";
import type { EnginePicture, EngineState, PictureRequest, Pixels } from "./engineApi.ts";
import { PolicyReports } from "./policyReports.ts";
import { ViewerEngine } from "./viewerEngine.ts";
import { sendWholeErrors } from "./wholeErrors.ts";
import type { WorkerDoor } from "./workerDoor.ts";

/** Slots for the shown image, the one that comes, and those that wait for their compression. */
const SLOTS = 5;

/** Bitmaps change hands instead of being copied. */
class BitmapEngine extends ViewerEngine<ImageBitmap> {
  override async draw(request: PictureRequest): Promise<EnginePicture<ImageBitmap> | null> {
    const drawn = await super.draw(request);
    return drawn && transfer(drawn, [drawn.picture]);
  }
}

function toBitmap({ columns, rows, pixels }: Pixels): Promise<ImageBitmap> {
  return createImageBitmap(new ImageData(pixels, columns, rows));
}

const policy = new PolicyReports(globalThis);

const door: WorkerDoor = {
  async start(options, onState, onCrash) {
    // A rejection that nobody handles is no `error` event of the worker: the page would never hear of it.
    addEventListener("unhandledrejection", (event) => {
      event.preventDefault();
      void onCrash(String(event.reason));
    });
    const engine = new BitmapEngine({
      ...options,
      decoder: await createDecoder({ maxFreeSlots: SLOTS }),
      fetch: (input, init) => fetch(input, init),
      clock: systemClock,
      isForbidden: policy.forbids,
      toPicture: toBitmap,
      onState: (state: EngineState) => void onState(state),
      onCrash: (error) => void onCrash(String(error)),
    });
    return proxy(engine);
  },
};
sendWholeErrors();
expose(door);
