import type { Engine, EngineState } from "./engineApi.ts";

export interface EngineSettings {
  readonly historyImages: number;
  readonly historyBytes: number;
  readonly maxRate?: number | undefined;
}

/** What a worker offers: to start its engine. Listeners are called from the worker. */
export interface WorkerDoor {
  start(
    settings: EngineSettings,
    onState: (state: EngineState) => void,
    onCrash: (message: string) => void,
  ): Promise<Engine<ImageBitmap>>;
}
