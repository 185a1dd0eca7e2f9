import { MonitorRequestError } from "../errors.ts";
import type { MonitorClient } from "../simplon/index.ts";

/** What is wrong with an address that the control unit does not know. */
export interface AddressFinding {
  readonly reason: string;
  readonly hint: string;
}

/**
 * Looks at `/version` and `config/mode` of a monitor whose images are not to be found: after an update the control unit may
 * speak another version than the one in the address.
 * @throws the signal's reason
 */
export async function probeAddress(
  client: MonitorClient,
  { refusal, signal }: { readonly refusal: MonitorRequestError; readonly signal: AbortSignal },
): Promise<AddressFinding> {
  const version = await answerOf(client.version({ signal }));
  const mode = await answerOf(client.getConfig("mode", { signal }).then(({ value }) => value));
  const { source, apiVersion } = client;
  if (typeof version === "string" && apiVersion !== undefined && version !== apiVersion) {
    const other = source.replace(apiVersion, version);
    return {
      reason: `the control unit speaks API ${version}, the address says ${apiVersion} (${refusal.message})`,
      hint: `Try ${other}`,
    };
  }
  const parts = [`version: ${textOf(version)}`, `mode: ${textOf(mode)}`];
  return {
    reason: `${refusal.message}; ${parts.join("; ")}`,
    hint: "Is this the address of a monitor, such as http://HOST/monitor/api/1.8.0? It is looked for every 5 s.",
  };
}

/** The failure of a probe is a finding, too. */
async function answerOf(request: Promise<string>): Promise<string | MonitorRequestError> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof MonitorRequestError)) throw error;
    return error;
  }
}

function textOf(answer: string | MonitorRequestError): string {
  return typeof answer === "string" ? answer : (answer.status?.toString() ?? answer.code);
}
