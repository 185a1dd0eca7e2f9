import { Command } from "commander";
import { serveDcu } from "../dcuServer.ts";
import { aborted, interruptible } from "../interruption.ts";
import type { Terminal } from "../terminal.ts";
import {
  createDetector,
  type DetectorOptions,
  describeDetector,
  wholeNumber,
  withDetectorOptions,
} from "./detectorOptions.ts";

interface SimulateOptions extends DetectorOptions {
  readonly port: number;
  readonly host: string;
  readonly json?: true;
}

/** `eiger-monitor simulate`: a detector control unit without a detector. */
export function simulateCommand(terminal: Terminal): Command {
  return withDetectorOptions(
    new Command("simulate").description(
      "a simulated detector control unit, for any client of SIMPLON's monitor",
    ),
  )
    .option("--port <port>", "TCP port; 0 takes a free one", wholeNumber({ min: 0, max: 65_535 }), 8000)
    .option("--host <host>", "address to listen on", "127.0.0.1")
    .option("--cors", "let web pages of other origins use it (a real control unit does not)")
    .option("--json", "print one JSON object with its addresses")
    .addHelpText("after", HELP)
    .action((options: SimulateOptions) => interruptible((signal) => simulate(options, { terminal, signal })));
}

const HELP = `
Images are taken while the monitor is enabled, as clients do when they start. A client that arms, disarms or initializes
the detector takes over from then on. The diffraction film has up to 20 different images and begins again then.

Examples:
  eiger-monitor simulate                                         EIGER2 4M, 10 Hz, port 8000
  eiger-monitor simulate --model eiger-16m --rate 100
  eiger-monitor simulate --port 0 --pattern ramp --json          for scripts and tests
  eiger-monitor simulate --model eiger-500k --layout eiger1 --bit-depth 16
  eiger-monitor simulate --replay image1.tif image2.tif --rate 2
  eiger-monitor simulate --faults faults.json                    failing as the script says (docs/faults.md)`;

async function simulate(
  { port, host, json, ...detector }: SimulateOptions,
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<void> {
  const server = await serveDcu(await createDetector(detector, { terminal }), { host, port });
  const { url, source } = server;
  const lines = json
    ? [JSON.stringify({ url, source })]
    : [
        describeDetector(detector),
        `  monitor  ${source}`,
        `  next     eiger-monitor watch ${source}`,
        `  or       eiger-monitor serve --dcu ${url}   (a viewer; it shows images while the monitor is enabled)`,
      ];
  try {
    for (const line of lines) await terminal.print(line, { signal });
    await aborted(signal);
  } finally {
    await server.close();
  }
}
