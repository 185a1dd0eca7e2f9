/** Unpacked size of a member, and how many of them there are: 200 MB. */
const MEMBER_BYTES = 2 ** 20;
const MEMBERS = 200;

let member: Promise<Uint8Array<ArrayBuffer>> | undefined;

/** Two hundred megabytes of zeros in two hundred kilobytes: a gzip file may be several, one behind the other (RFC 1952, 2.2). */
export async function gzipBomb(): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  member ??= gzip(new Uint8Array(MEMBER_BYTES));
  return new Array<Uint8Array<ArrayBuffer>>(MEMBERS).fill(await member);
}

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
