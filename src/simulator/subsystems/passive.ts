import type { ParameterTable, ParameterValue } from "../parameter.ts";
import { type DcuReply, json } from "../reply.ts";
import type { Call, Command, Subsystem } from "../subsystem.ts";

/** A subsystem that clients look at when they start: its configuration is kept, and has no effect. */
export class PassiveSubsystem implements Subsystem {
  readonly commands: Readonly<Record<string, Command>>;
  readonly #configuration: ParameterTable;
  readonly #status: ParameterTable;
  readonly #files: boolean;

  constructor(options: {
    readonly configuration: ParameterTable;
    readonly status: ParameterTable;
    readonly commands: readonly string[];
    /** Does it list files? It has none. */
    readonly files?: true;
  }) {
    this.#configuration = options.configuration;
    this.#status = options.status;
    this.#files = options.files === true;
    this.commands = Object.fromEntries(options.commands.map((name) => [name, { run: () => json({}) }]));
  }

  configuration(): ParameterTable {
    return this.#configuration;
  }

  set(key: string, value: ParameterValue): readonly string[] {
    const parameter = this.#configuration[key];
    if (parameter !== undefined) parameter.value = value;
    return [key];
  }

  status(): ParameterTable {
    return this.#status;
  }

  special({ task, key, request }: Call): DcuReply | undefined {
    return this.#files && request.method === "GET" && task === "files" && key === "" ? json([]) : undefined;
  }
}
