import fc from "fast-check";
import { expect, test } from "vitest";
import { base64 } from "../../src/simulator/base64.ts";

test("is what the platform's own encoder gives, for every length", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(new TextDecoder().decode(base64(bytes))).toBe(Buffer.from(bytes).toString("base64"));
    }),
  );
});
