import type { ApiVersion } from "./address.ts";
import type { ParameterTable, ParameterValue } from "./parameter.ts";
import { configReply, statusReply } from "./parameterReply.ts";
import { readJsonObject, readValue } from "./parameterValue.ts";
import { badArgument, type DcuReply, type DcuRequest, json, methodNotAllowed, notFound } from "./reply.ts";

/** A request to one subsystem. */
export interface Call {
  readonly version: ApiVersion;
  readonly task: string;
  readonly key: string;
  readonly request: DcuRequest;
}

/** A command; `value` is what the client sent with it, if this command takes one. */
export interface Command {
  readonly takesValue?: true;
  run(value: unknown): DcuReply | Promise<DcuReply>;
}

/** `monitor`, `detector`, …: what differs between them. What they share is {@link answerCall}. */
export interface Subsystem {
  configuration(version: ApiVersion): ParameterTable;
  /** Writes a value of the right type and range. Returns the names of all that changed, or the reply that refuses it. */
  set(key: string, value: ParameterValue): readonly string[] | DcuReply;
  status(version: ApiVersion): ParameterTable;
  readonly commands: Readonly<Record<string, Command>>;
  /** Tasks and keys beyond the tables, asked first; undefined for those that are in them. */
  special?(call: Call): DcuReply | Promise<DcuReply> | undefined;
}

/** Answers as every subsystem does (SIMPLON API reference 1.8, section "Interface"). `time` in Unix milliseconds. */
export async function answerCall(
  subsystem: Subsystem,
  call: Call,
  { time }: { readonly time: number },
): Promise<DcuReply> {
  const special = subsystem.special?.(call);
  if (special !== undefined) return special;
  const list = keyList(subsystem, call);
  if (list !== undefined) return list;
  const { version, task, key, request } = call;
  if (task === "config") return answerConfig(subsystem, call);
  if (task === "command") return runCommand(subsystem, call);
  const parameter = task === "status" ? own(subsystem.status(version), key) : undefined;
  if (parameter === undefined) return notFound(request.path);
  return request.method === "GET"
    ? statusReply(parameter, { time, version })
    : methodNotAllowed(request.method);
}

/** `keys`, `config/keys`, `status/keys`, `command/keys`: bare lists. */
function keyList(subsystem: Subsystem, { version, task, key, request }: Call): DcuReply | undefined {
  if (request.method !== "GET") return undefined;
  if (task === "keys" && key === "") return json(["command", "config", "status"]);
  if (key !== "keys") return undefined;
  if (task === "config") return json(Object.keys(subsystem.configuration(version)).sort());
  if (task === "status") return json(Object.keys(subsystem.status(version)).sort());
  return task === "command" ? json(Object.keys(subsystem.commands).sort()) : undefined;
}

function answerConfig(subsystem: Subsystem, { version, key, request }: Call): DcuReply {
  const parameter = own(subsystem.configuration(version), key);
  if (parameter === undefined) return notFound(request.path);
  if (request.method === "GET") return configReply(parameter);
  if (request.method !== "PUT") return methodNotAllowed(request.method);
  const proven = readValue(parameter, request.body);
  if ("refusal" in proven) return badArgument(`${key}: ${proven.refusal}`);
  const changed = subsystem.set(key, proven.value);
  return "status" in changed ? changed : json(changed);
}

/** A body other than none and `{}` is refused with 404, as 1.8 does, unless the command takes a value. */
function runCommand(subsystem: Subsystem, { key, request }: Call): DcuReply | Promise<DcuReply> {
  const command = own(subsystem.commands, key);
  if (command === undefined) return notFound(request.path);
  if (request.method !== "PUT") return methodNotAllowed(request.method);
  const body = request.body.trim() === "" ? {} : readJsonObject(request.body);
  if (body === undefined) return notFound(request.path);
  const { value, ...others } = { value: undefined, ...body };
  const unexpected = Object.keys(others).length > 0 || (value !== undefined && command.takesValue !== true);
  return unexpected ? notFound(request.path) : command.run(value);
}

/** Keys come from the network: `constructor` is none. */
function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
