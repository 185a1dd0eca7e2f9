/** A file of the built viewer. */
export interface ViewerFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Content-Type. */
  readonly type: string;
}

/** The viewer's files by their paths, `/index.html`; nothing but what is in here is served. */
export type ViewerFiles = ReadonlyMap<string, ViewerFile>;

/**
 * What the page may do: run and fetch what comes from here, compile Wasm, start the one worker that its policy
 * `eiger-viewer-worker` names, and nothing else. Workers take theirs from their own file, so that every file has it.
 */
export const CONTENT_SECURITY_POLICY: string = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "style-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types eiger-viewer-worker",
].join("; ");

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
  const file = files.get(path === "/" ? "/index.html" : path);
  return file && answerFile(path, file);
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
