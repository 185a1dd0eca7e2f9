import type { ApiVersion } from "../address.ts";
import type { MonitorBuffer } from "../monitorBuffer.ts";
import type { ParameterTable, ParameterValue } from "../parameter.ts";
import { type DcuReply, json } from "../reply.ts";
import type { Call, Command, Subsystem } from "../subsystem.ts";
import { monitorConfiguration, monitorStatus } from "./monitorConfiguration.ts";
import type { MonitorImages } from "./monitorImages.ts";

/** What the monitor works on. */
export interface MonitorOptions {
  readonly buffer: MonitorBuffer;
  readonly images: MonitorImages;
  /** Bytes of one exposure's files, for `buffer_free`. */
  readonly exposureBytes: number;
  /** Told when the monitor is switched on or off. */
  readonly onMode: (enabled: boolean) => void;
}

/** The monitor subsystem (SIMPLON API reference 1.6 and 1.8, section "Monitor"). */
export class MonitorSubsystem implements Subsystem {
  enabled = false;
  readonly commands: Readonly<Record<string, Command>> = {
    clear: { run: () => this.#clear() },
    initialize: { run: () => this.#answerInitialize() },
  };
  readonly #options: MonitorOptions;

  constructor(options: MonitorOptions) {
    this.#options = options;
  }

  /** Switched off; the buffer stays. */
  disable(): void {
    this.set("mode", "disabled");
  }

  /** The defaults, so the monitor is disabled. */
  initialize(): void {
    const { buffer, images, onMode } = this.#options;
    buffer.initialize();
    images.forget();
    this.enabled = false;
    onMode(false);
  }

  configuration(version: ApiVersion): ParameterTable {
    return monitorConfiguration(this.#options.buffer, { enabled: this.enabled, version });
  }

  set(key: string, value: ParameterValue): readonly string[] {
    const { buffer, onMode } = this.#options;
    if (key === "buffer_size") buffer.resize(Number(value));
    if (key === "discard_new") buffer.discardNew = value === true;
    if (key === "mode") {
      this.enabled = value === "enabled";
      onMode(this.enabled);
    }
    return [key];
  }

  status(version: ApiVersion): ParameterTable {
    const { buffer, images, exposureBytes } = this.#options;
    const { monitorImage, nextImage } = images;
    return monitorStatus(buffer, { version, exposureBytes, monitorImage, nextImage });
  }

  special({ task, key, request }: Call): DcuReply | Promise<DcuReply> | undefined {
    return task === "images" ? this.#options.images.answer(key, request) : undefined;
  }

  #clear(): DcuReply {
    this.#options.buffer.clear();
    return json({});
  }

  #answerInitialize(): DcuReply {
    this.initialize();
    return json({});
  }
}
