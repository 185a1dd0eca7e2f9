import type { Engine, EngineState } from "../worker/engineApi.ts";
import type { EngineSettings } from "../worker/workerDoor.ts";

/** How an engine is started. */
export interface EngineStart {
  readonly settings: EngineSettings;
  readonly onState: (state: EngineState) => void;
  /** It is of no use any more. */
  readonly onCrash: (message: string) => void;
}

/** What of a page the viewer uses; a program without a page brings its own. */
export interface ViewerPorts {
  /** @param options.assetBase where the worker's file is, when it is not beside this module */
  startEngine(start: EngineStart, options: { readonly assetBase?: string | URL | undefined }): EngineLink;
  /** What relative addresses are relative to. */
  readonly baseAddress: () => string | undefined;
  /** Calls `listener` when the page is hidden, also when it is already, or shown again; returns the way to stop that. */
  onHidden(listener: (hidden: boolean) => void): () => void;
}

/** An engine on its way. */
export interface EngineLink {
  readonly engine: Promise<Engine<ImageBitmap>>;
  /** Frees all that it has, at any time; calls that are under way may never be answered. */
  end(): void;
}
