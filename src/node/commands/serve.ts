import { Command } from "commander";
import { readDcuAddress } from "../../bridge/index.ts";
import type { SimulatedDcu } from "../../simulator/index.ts";
import { simulatedUpstream } from "../bridge/simulatedUpstream.ts";
import { upstreamFetch } from "../bridge/upstreamFetch.ts";
import { serveDcu } from "../dcuServer.ts";
import { aborted, interruptible } from "../interruption.ts";
import type { Terminal } from "../terminal.ts";
import {
  type BridgeCommandOptions,
  type OpenBridge,
  openBridge,
  orInvalid,
  withBridgeOptions,
} from "./bridgeOptions.ts";
import {
  createDetector,
  type DetectorOptions,
  describeDetector,
  withDetectorOptions,
} from "./detectorOptions.ts";

interface ServeOptions extends BridgeCommandOptions, DetectorOptions {
  readonly dcu?: string;
  readonly json?: true;
}

/** `eiger-monitor serve`: the viewer, and the bridge that leads it to a detector. */
export function serveCommand(terminal: Terminal): Command {
  const command = new Command("serve")
    .description("the viewer of a detector, for the browser; of a simulated one unless there is a real one")
    .option("--dcu <url>", "a real detector control unit, http://HOST", orInvalid(readDcuAddress));
  return withDetectorOptions(withBridgeOptions(command))
    .option("--json", "print one JSON object with the addresses")
    .addHelpText("after", HELP)
    .action((options: ServeOptions) => interruptible((signal) => serve(options, { terminal, signal })));
}

const HELP = `
Pages reach the detector through a closed list of addresses, the monitor's own, read only. A page of the same origin needs
nothing more; --origin lets pages of another one in. Options from --model on are those of a simulated detector.
The token goes in the header "Authorization: Bearer TOKEN". On other machines everybody needs it, also to read: programs in
that header, people in the viewer's address, http://NAME:PORT/#token=TOKEN. A proxy on this machine makes everybody seem to be here:
--behind-proxy asks all for the token and tells them apart by X-Forwarded-For. The first --origin is then the proxy's own.

Examples:
  eiger-monitor serve                                            a simulated detector, port 8080
  eiger-monitor serve --dcu http://DCU                           a real one
  eiger-monitor serve --dcu http://DCU --host 0.0.0.0 --origin http://beamline:8080
  eiger-monitor serve --dcu http://DCU --origin https://elog.example --allow-write
  eiger-monitor serve --dcu http://DCU --behind-proxy --origin https://beamline.example
  eiger-monitor serve --model eiger2-16m --rate 5 --port 0 --json`;

type Ports = { readonly terminal: Terminal; readonly signal: AbortSignal };

async function serve(options: ServeOptions, ports: Ports): Promise<void> {
  const { dcu } = options;
  if (dcu !== undefined) {
    const bridge = await openBridge(options, { dcu, fetch: upstreamFetch(), ...ports });
    return untilAborted(bridge, { ...ports, lines: lines(bridge, { ...options, dcu, what: "Detector" }) });
  }
  const detector = await createDetector(options, { terminal: ports.terminal });
  const server = await serveDcu(detector);
  try {
    await enable(detector);
    const bridge = await openBridge(options, {
      dcu: server.url,
      fetch: simulatedUpstream(detector),
      ...ports,
    });
    const described = { ...options, dcu: server.source, what: describeDetector(options) };
    await untilAborted(bridge, { ...ports, lines: lines(bridge, described) });
  } finally {
    await server.close();
  }
}

function lines(
  { page, url, newToken }: OpenBridge,
  { json, dcu, what, allowWrite }: ServeOptions & { readonly dcu: string; readonly what: string },
): readonly string[] {
  const source = `${url}/monitor/api/1.8.0`;
  if (json)
    return [
      JSON.stringify({ viewer: page, source, dcu, ...(newToken !== undefined && { token: newToken }) }),
    ];
  return [
    `Viewer     ${page}`,
    `Monitor    ${source}${allowWrite ? ", may be written with the token" : ", read only"}`,
    `${what}, at ${dcu}`,
    ...(newToken === undefined ? [] : [`Token      ${newToken}`]),
  ];
}

async function untilAborted(
  bridge: OpenBridge,
  { terminal, signal, lines: printed }: Ports & { readonly lines: readonly string[] },
): Promise<void> {
  try {
    for (const line of printed) await terminal.print(line, { signal });
    await aborted(signal);
  } finally {
    await bridge.close();
  }
}

/** The bridge is read only, so nobody else would do it; told as OM tells it: keep the newest images. */
async function enable(dcu: SimulatedDcu): Promise<void> {
  for (const [key, value] of [
    ["discard_new", false],
    ["mode", "enabled"],
  ] as const) {
    await dcu.fetch(`http://dcu/monitor/api/1.8.0/config/${key}`, {
      method: "PUT",
      body: JSON.stringify({ value }),
    });
  }
}
