import type { EngineCalls } from "./engineCalls.ts";
import { isLost } from "./engineCalls.ts";
import type { ViewerPorts } from "./engineLink.ts";
import { badAddress, lostWorker, messageOf } from "./problems.ts";
import type { Store } from "./store.ts";
import { Tokens } from "./tokens.ts";
import type { ViewerController } from "./viewerController.ts";
import type { ViewerState } from "./viewerState.ts";

/** The source that a viewer follows: told to its engine, to a new one again, and in words where that cannot be. */
export class FollowedSource {
  readonly #store: Store<ViewerState>;
  readonly #calls: EngineCalls;
  readonly #baseAddress: ViewerPorts["baseAddress"];
  readonly #tokens = new Tokens();

  constructor(options: {
    readonly store: Store<ViewerState>;
    readonly calls: EngineCalls;
    readonly baseAddress: ViewerPorts["baseAddress"];
  }) {
    this.#store = options.store;
    this.#calls = options.calls;
    this.#baseAddress = options.baseAddress;
  }

  follow(options: Parameters<ViewerController["connect"]>[0]): void {
    const { state } = this.#store;
    const { source, fetchMode = state.fetchMode } = options;
    const isOther = source !== state.source;
    this.#store.set({
      ...{ source, fetchMode, connection: "connecting", problem: null },
      ...(isOther && { thresholds: null }),
    });
    const base = this.#baseAddress();
    if (!URL.canParse(source, base)) {
      this.#refuse(`${JSON.stringify(source)} is no address`);
      return;
    }
    const address = new URL(source, base);
    const token = this.#tokens.of(address.origin, options.token);
    const { threshold } = state;
    this.#calls
      .call((engine) => engine.connect({ source: address.href, fetchMode, threshold, token }))
      .catch((error) => this.#unconnected(error));
  }

  /** After an engine crashed: the one that replaces it follows the same; `last`: none does. */
  recover(message: string, { last }: { readonly last: boolean }): void {
    const { source, fetchMode } = this.#store.state;
    if (source !== null && !last) this.follow({ source, fetchMode });
    this.#store.set({
      problem: lostWorker(message, { last }),
      ...(last && { connection: "stopped" }),
    });
  }

  /** An engine that is lost is replaced, and told again; the last one is not. */
  #unconnected(error: unknown): void {
    const { lastCrash } = this.#calls;
    if (!isLost(error)) this.#refuse(messageOf(error));
    else if (lastCrash !== undefined)
      this.#store.set({ connection: "stopped", problem: lostWorker(lastCrash, { last: true }) });
  }

  #refuse(message: string): void {
    this.#store.set({ connection: "stopped", problem: badAddress(message) });
  }
}
