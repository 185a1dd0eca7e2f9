import { createDecoder, type DecodeError, decodeStreamImage, readImageMessage } from "../../../src/index.ts";

export const decoder = await createDecoder();

/** Reads a message and decodes every image in it; `null` when all is well, else the code. */
export function verdict(message: Uint8Array): string | null {
  try {
    for (const image of readImageMessage(message).images) decodeStreamImage(image, { decoder }).close();
    return null;
  } catch (error) {
    const { name, code } = error as DecodeError;
    if (name !== "DecodeError") throw error;
    return code;
  }
}
