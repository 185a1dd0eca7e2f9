import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Prints the SHA-256 of each file's pixels as little-endian bytes, with their type and shape. */
const script = (read: "tifffile.imread" | "numpy.load") => `
import hashlib, sys, numpy, tifffile
for name in sys.argv[1:]:
    pixels = ${read}(name)
    data = pixels.astype(pixels.dtype.newbyteorder("<")).tobytes()
    print(hashlib.sha256(data).hexdigest(), pixels.dtype, *pixels.shape)
`;

/** Says that there is no outside decoder. */
export const noTifffile =
  "no python3 with tifffile found; install python3-tifffile to compare with an outside decoder";

/** A Python that has tifffile: Debian's, or the one on the path. */
export async function pythonWithTifffile(): Promise<string | undefined> {
  for (const python of ["/usr/bin/python3", "python3"]) {
    try {
      await run(python, ["-c", "import tifffile"]);
      return python;
    } catch {
      // This one has not; the next, or the caller, says what that means.
    }
  }
  return undefined;
}

/** What tifffile makes of each file: `<sha256> uint16 <rows> <columns>`. */
export function readByTifffile(
  python: string | undefined,
  files: readonly string[],
): Promise<readonly string[]> {
  return readBy(script("tifffile.imread"), { python, files });
}

/** The same of NumPy, for its own files. */
export function readByNumpy(
  python: string | undefined,
  files: readonly string[],
): Promise<readonly string[]> {
  return readBy(script("numpy.load"), { python, files });
}

async function readBy(
  text: string,
  { python, files }: { readonly python: string | undefined; readonly files: readonly string[] },
): Promise<readonly string[]> {
  if (python === undefined) throw new Error(noTifffile);
  const { stdout } = await run(python, ["-c", text, ...files]);
  return stdout.trim().split("\n");
}
