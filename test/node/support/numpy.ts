import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Prints type, shape and little-endian SHA-256 of each array. */
const SCRIPT = `
import hashlib, sys, numpy
for name in sys.argv[1:]:
    pixels = numpy.load(name, allow_pickle=False)
    data = pixels.astype(pixels.dtype.newbyteorder("<")).tobytes()
    print(pixels.dtype, *pixels.shape, pixels.flags.c_contiguous, hashlib.sha256(data).hexdigest())
`;

async function pythonWithNumpy(): Promise<string | undefined> {
  for (const python of ["/usr/bin/python3", "python3"]) {
    try {
      await run(python, ["-c", "import numpy"]);
      return python;
    } catch {
      // This one has not; the next, or the caller, says what that means.
    }
  }
  return undefined;
}

const python = await pythonWithNumpy();

/** Why tests with numpy are skipped; undefined where it is there. */
export const noNumpy =
  python === undefined
    ? "no python3 with numpy found; install python3-numpy to read saved arrays"
    : undefined;

/** What numpy says of saved arrays: `uint16 1065 1030 True <SHA-256>` each. */
export async function readByNumpy(...files: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await run(python ?? "python3", ["-c", SCRIPT, ...files]);
  return stdout.trim().split("\n");
}
