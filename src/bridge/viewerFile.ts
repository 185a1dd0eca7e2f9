/** A file of the built viewer. */
export interface ViewerFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Content-Type. */
  readonly type: string;
}

/** The viewer's files by their paths, `/index.html`; nothing but what is in here is served. */
export type ViewerFiles = ReadonlyMap<string, ViewerFile>;

const PAGE = "/index.html";
/** Where the page reads who may drive it by messages. */
const EMPTY_ORIGINS = 'name="eiger-viewer-origins" content=""';

/**
 * What the page may do: run and fetch what comes from here, compile Wasm, start the one worker that its policy
 * `eiger-viewer-worker` names, and nothing else. Workers take theirs from their own file, so that every file has it.
 */
export const CONTENT_SECURITY_POLICY: string = policyFor([]);

/** The same for a page that may stand in frames of these origins. */
function policyFor(origins: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "connect-src 'self'",
    "img-src 'self' blob: data:",
    "style-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${origins.length === 0 ? "'none'" : origins.join(" ")}`,
    "require-trusted-types-for 'script'",
    "trusted-types eiger-viewer-worker",
  ].join("; ");
}

const PERMISSIONS_POLICY = ["camera", "display-capture", "geolocation", "microphone", "payment", "usb"]
  .map((feature) => `${feature}=()`)
  .join(", ");

/** Headers of every file, and of the page that stands in for a viewer that is not built. */
const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": CONTENT_SECURITY_POLICY,
  "Permissions-Policy": PERMISSIONS_POLICY,
  "Referrer-Policy": "no-referrer",
};

/** `assets/name-HASH.ext`, as Vite names what it has put the hash of its contents to. */
const HASHED = /^\/assets\/.*-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/;

/** The file at a path, or the page that says that there is none; undefined where nothing is. */
export function answerViewer(path: string, files: ViewerFiles | undefined): Response | undefined {
  if (files === undefined) return path === "/" ? viewerMissing() : undefined;
  const file = files.get(path === "/" ? PAGE : path);
  return file && answerFile(path, file);
}

/** The viewer's page in a frame of these origins, which may drive it by messages too: they may read all that it shows anyhow. */
export function answerFramedPage(
  files: ViewerFiles | undefined,
  origins: readonly string[],
): Response | undefined {
  const page = files?.get(PAGE);
  if (page === undefined) return undefined;
  const text = new TextDecoder().decode(page.bytes);
  const named = text.replace(EMPTY_ORIGINS, EMPTY_ORIGINS.replace('""', `"${origins.join(" ")}"`));
  const reply = answerFile(PAGE, { ...page, bytes: new TextEncoder().encode(named) });
  reply.headers.set("Content-Security-Policy", policyFor(origins));
  return reply;
}

/** A hashed file never changes, all others are asked for again. */
function answerFile(path: string, { bytes, type }: ViewerFile): Response {
  const caching = HASHED.test(path) ? "public, max-age=31536000, immutable" : "no-cache";
  return new Response(bytes, {
    headers: {
      ...PAGE_HEADERS,
      "Content-Type": type,
      "Content-Length": String(bytes.length),
      "Cache-Control": caching,
    },
  });
}

function viewerMissing(): Response {
  const headers = { ...PAGE_HEADERS, "Content-Type": "text/plain; charset=utf-8" };
  return new Response("The viewer is not built yet. Run: npm run build\n", { status: 503, headers });
}
