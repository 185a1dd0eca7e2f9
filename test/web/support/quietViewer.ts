import { onTestFinished } from "vitest";
import type { EngineStart } from "../../../web/viewer/engineLink.ts";
import { createViewer, type ViewerController } from "../../../web/viewer/index.ts";
import type { Engine, EngineState } from "../../../web/worker/engineApi.ts";
import { describeFrame, EMPTY_STATE } from "./fakeState.ts";
import { syntheticFrame } from "./syntheticFrame.ts";

/** A viewer on an engine that notes what it is asked, and shows what it is told to. */
export async function quietViewer(answers: Partial<Engine<ImageBitmap>> = {}): Promise<{
  readonly viewer: ViewerController;
  readonly asked: string[];
  show(image: number): Promise<void>;
}> {
  const asked: string[] = [];
  let tell: EngineStart["onState"] = () => undefined;
  const note = (name: string) => async (value?: unknown) => {
    asked.push(value === undefined ? name : `${name} ${value}`);
  };
  const names = ["setThreshold", "seek", "step", "pause", "resume"] as const;
  const connect = ({ source }: { readonly source: string }) => note("connect")(source);
  const engine = {
    ...Object.fromEntries(names.map((name) => [name, note(name)])),
    ...{ connect, ...answers },
  } as unknown as Engine<ImageBitmap>;
  const viewer = createViewer(
    {},
    {
      baseAddress: () => undefined,
      onHidden: () => () => undefined,
      startEngine: ({ onState }) => {
        tell = onState;
        return { engine: Promise.resolve(engine), end: () => undefined };
      },
    },
  );
  onTestFinished(() => viewer.destroy());
  const show = async (image: number) => {
    const { connection, problem, counters, rates, history, writable } = EMPTY_STATE;
    const nothing = { beamCenter: null, detectorDistance: null, wavelength: null, pixelSize: null };
    const state: EngineState = {
      ...{ connection, problem, counters, rates, history, writable, paused: false },
      ...{ imageGeometry: nothing, configurationGeometry: nothing, thresholds: null },
      ...{ results: null, projection: null },
      image: describeFrame(syntheticFrame(0), image),
    };
    tell(state);
    await Promise.resolve();
  };
  return { viewer, asked, show };
}
