import { fits } from "@guchi/chain/schema.ts";
import sharp from "sharp";
import Type from "typebox";
import { CARD_SIZE } from "../local/layout.ts";

/** GPT image models always answer base64. A URL, as other vendors may send, is not followed. */
const Answer = Type.Object({
  data: Type.Array(Type.Object({ b64_json: Type.String({ minLength: 1, maxLength: 40_000_000 }) }), { minItems: 1 }),
});

const FORMATS = new Set(["jpeg", "png", "webp"]);
/**
 * Far above any model's picture, far below what would fill the memory of a small host (4 bytes
 * each).
 */
const MAX_PIXELS = 4_096 * 4_096;

/**
 * The answer's picture as an opaque one of 1024x1024 px, or undefined when it holds none that can
 * be used: no base64, bytes of another type, a damaged or a small one. What the answer says of its
 * own format does not count.
 */
export async function pictureOf(answer: unknown): Promise<Uint8Array | undefined> {
  if (!fits(Answer, answer)) return undefined;
  const bytes = Buffer.from(answer.data[0]?.b64_json ?? "", "base64");
  try {
    const image = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: "truncated" }).autoOrient();
    const { format, width, height } = await image.metadata();
    if (!FORMATS.has(format) || width < CARD_SIZE || height < CARD_SIZE) return undefined;
    return await image
      .resize(CARD_SIZE, CARD_SIZE, { fit: "cover" })
      .flatten({ background: "#ffffff" })
      .png({ compressionLevel: 1 })
      .toBuffer();
  } catch {
    return undefined; // sharp's text can hold nothing that helps: the bytes are no picture
  }
}
