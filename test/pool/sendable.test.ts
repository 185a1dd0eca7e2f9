import { describe, expect, test } from "vitest";
import { sendable } from "../../src/pool/sendable.ts";

describe("what goes to another thread", () => {
  test("takes its whole arrays with it, however deep they are", () => {
    const [sum, max] = [new Float64Array(4), new Uint16Array(3)];
    const { value, transfer } = sendable({ id: "1_0", sum, inner: { list: [{ max }] }, none: null });
    expect(value).toEqual({ id: "1_0", sum, inner: { list: [{ max }] }, none: null });
    expect(transfer).toEqual([sum.buffer, max.buffer]);
    const sent = structuredClone(value, { transfer: [...transfer] });
    expect(sent).toEqual({
      id: "1_0",
      sum: new Float64Array(4),
      inner: { list: [{ max: new Uint16Array(3) }] },
      none: null,
    });
    expect(sum.length).toBe(0);
  });

  test("takes of a part of a larger buffer that part alone, and leaves the buffer", () => {
    const memory = new Uint16Array([1, 2, 3, 4, 5]);
    const { value, transfer } = sendable({ pixels: memory.subarray(1, 3) });
    expect(value).toEqual({ pixels: new Uint16Array([2, 3]) });
    expect(transfer.map(({ byteLength }) => byteLength)).toEqual([4]);
    structuredClone(value, { transfer: [...transfer] });
    expect(memory).toEqual(new Uint16Array([1, 2, 3, 4, 5]));
  });

  test("takes a buffer that two arrays share once", () => {
    const bytes = new Uint8Array(8);
    const { transfer } = sendable([bytes, new Float32Array(bytes.buffer)]);
    expect(transfer).toEqual([bytes.buffer]);
  });

  test("keeps big integers, and takes parts of Node's buffers and of data views", () => {
    const { value } = sendable({
      sum: 10n,
      bytes: Buffer.from("abc"),
      view: new DataView(new ArrayBuffer(8), 2, 3),
    });
    expect(value).toMatchObject({ sum: 10n, bytes: new Uint8Array([97, 98, 99]) });
    expect((value as { view: DataView }).view.byteLength).toBe(3);
  });
});
