import { type Decoder, type DetectorFrame, EigerMonitorError, type Fetch } from "../../src/index.ts";
import type { ProjectionKind, Results, ShownImage } from "../viewer/viewerState.ts";
import { figuresOf } from "./measuredImage.ts";
import { OpenImage } from "./openImage.ts";

export interface ProjectionRequest {
  readonly kind: ProjectionKind;
  readonly facts: NonNullable<Results["projection"]>;
  /** Of the monitor. */
  readonly source: string;
  readonly fetch: Fetch;
  readonly decoder: Decoder;
  readonly key: number;
  /** Unix seconds. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/**
 * A projection as an image to look at, measured as any other.
 * @throws {EigerMonitorError} NO_PROJECTION; {@link DecodeError}; what `fetch` fails with
 */
export async function fetchProjection(request: ProjectionRequest): Promise<OpenImage> {
  const { kind, source, fetch, decoder, signal } = request;
  const address = new URL(`/results/projections/${kind}`, source);
  const response = await fetch(new Request(address, { cache: "no-store" }), { signal });
  if (!response.ok)
    throw new EigerMonitorError("NO_PROJECTION", `the bridge has no ${kind} of images: ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const frame = decoder.decode(bytes);
  const image = describe(frame, { ...request, byteLength: bytes.length });
  return new OpenImage({ image, frame, close: () => frame.close() });
}

function describe(
  frame: DetectorFrame,
  { kind, facts, decoder, key, now, byteLength }: ProjectionRequest & { readonly byteLength: number },
): ShownImage {
  const { columns, rows, depth } = frame;
  const { series, firstImage, lastImage } = facts;
  return {
    key,
    id: `${kind}_${series}_${firstImage}-${lastImage}`,
    ...{
      series,
      image: null,
      threshold: null,
      columns,
      rows,
      depth,
      timestamp: null,
      arrival: now,
      byteLength,
    },
    ...figuresOf(frame, decoder),
    timings: { fetch: 0, decode: 0, draw: 0 },
  };
}
