import { isEigerMonitorError, MonitorRequestError, OmHttpInterfaceInitializationError } from "../errors.ts";
import { type Clock, delay, type MonitorClient, type MonitorConfiguration } from "../simplon/index.ts";

/** OM's patience with a detector that does not answer: 12 tries, 5 s apart. */
const TRIES = 12;
const TRY_PAUSE = 5000;
/** Between two looks at a monitor that is not enabled yet. */
const ENABLED_PAUSE = 500;

interface StartOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  readonly onWarning: (message: string) => void;
}

/**
 * Makes the monitor ready, with OM's requests in OM's order: GET mode, PUT mode, discard_new, buffer_size.
 * @throws {OmHttpInterfaceInitializationError} with the failed request's error as `cause`; the signal's reason.
 */
export async function configureMonitor(
  client: MonitorClient,
  options: StartOptions & { readonly bufferSize: number },
): Promise<void> {
  const mode = await readMode(client, { ...options, tries: TRIES });
  if (mode === "") throw new OmHttpInterfaceInitializationError(`${client.source}: the monitor says no mode`);
  await putConfiguration(client, options);
}

/**
 * PUT mode, discard_new, buffer_size: as OM does.
 * @throws {OmHttpInterfaceInitializationError} with the failed request's error as `cause`; the signal's reason.
 */
export async function putConfiguration(
  client: MonitorClient,
  options: Omit<StartOptions, "clock"> & { readonly bufferSize: number },
): Promise<void> {
  await put(client, { ...options, key: "mode", value: "enabled" });
  if (hasDiscardNew(client)) {
    await put(client, { ...options, key: "discard_new", value: false });
  } else {
    options.onWarning(`API ${client.apiVersion} has no discard_new: a full buffer keeps its oldest images`);
  }
  await put(client, { ...options, key: "buffer_size", value: options.bufferSize });
}

/** API 1.6 has not. */
export function hasDiscardNew({ apiVersion = "" }: MonitorClient): boolean {
  return !/^1\.[0-6]\./.test(apiVersion);
}

/**
 * Waits until the monitor answers and is enabled, however long it takes.
 * @throws the signal's reason
 */
export async function waitUntilEnabled(client: MonitorClient, options: StartOptions): Promise<void> {
  const patience = { ...options, tries: Number.POSITIVE_INFINITY };
  for (let told = false; (await readMode(client, patience)) !== "enabled"; told = true) {
    if (!told) options.onWarning("the monitor is disabled; waiting until it is enabled");
    await delay(ENABLED_PAUSE, options);
  }
}

async function readMode(
  client: MonitorClient,
  options: StartOptions & { readonly tries: number },
): Promise<string> {
  const { signal, clock, onWarning, tries } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return (await client.getConfig("mode", { signal })).value;
    } catch (cause) {
      if (!(cause instanceof MonitorRequestError)) throw cause;
      if (attempt === tries) throw notReachable(client, cause);
      const of = Number.isFinite(tries) ? ` of ${tries}` : "";
      onWarning(`${cause.message}; try ${attempt}${of}, next in ${TRY_PAUSE / 1000} s`);
    }
    await delay(TRY_PAUSE, { signal, clock });
  }
}

function notReachable(client: MonitorClient, cause: MonitorRequestError): OmHttpInterfaceInitializationError {
  const hint = "is the detector on, and the address right?";
  return new OmHttpInterfaceInitializationError(
    `the detector's monitor at ${client.source} did not answer in ${TRIES} tries (${cause.message}); ${hint}`,
    { cause },
  );
}

async function put<K extends keyof MonitorConfiguration>(
  client: MonitorClient,
  {
    key,
    value,
    signal,
  }: Pick<StartOptions, "signal"> & { readonly key: K; readonly value: MonitorConfiguration[K] },
): Promise<void> {
  try {
    await client.setConfig(key, value, { signal });
  } catch (cause) {
    if (!isEigerMonitorError(cause)) throw cause;
    const message = `the monitor's ${key} cannot be set to ${value}: ${cause.message}`;
    throw new OmHttpInterfaceInitializationError(message, { cause });
  }
}
