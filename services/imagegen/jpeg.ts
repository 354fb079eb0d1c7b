import sharp, { type Sharp } from "sharp";
import { StageError } from "@guchi/chain/errors.ts";

/** A picture in the two sizes that a LINE image message needs. */
export interface JpegPair {
  readonly original: Jpeg;
  readonly preview: Jpeg;
}

interface Jpeg {
  readonly bytes: Uint8Array;
  /** px, as the encoder wrote them. */
  readonly width: number;
  readonly height: number;
}

/** LINE: at most 10 MB and 1 MB. https://developers.line.biz/en/reference/messaging-api/#image-message */
const MAX_ORIGINAL_BYTES = 10_000_000;
const MAX_PREVIEW_BYTES = 1_000_000;

const ORIGINAL_PX = 1_024;
const PREVIEW_PX = 512;
/**
 * Far above any engine's picture, far below what would fill the memory of a small host (4 bytes
 * each).
 */
const MAX_INPUT_PIXELS = 4_096 * 4_096;

/**
 * A provider's picture as JPEGs of 1024x1024 and 512x512 px. Throws StageError `invalid_output`
 * when the bytes are no picture, or one that is smaller than providers promise; transient, for the
 * next answer may well be whole.
 */
export async function toJpegs(picture: Uint8Array): Promise<JpegPair> {
  try {
    const image = sharp(picture, { limitInputPixels: MAX_INPUT_PIXELS }).autoOrient();
    const { width, height } = await image.metadata();
    if (width < ORIGINAL_PX || height < ORIGINAL_PX) throw new RangeError(`${width}x${height} px are too few`);
    const [original, preview] = await Promise.all([
      encode(image, ORIGINAL_PX, MAX_ORIGINAL_BYTES),
      encode(image, PREVIEW_PX, MAX_PREVIEW_BYTES),
    ]);
    return { original, preview };
  } catch (cause) {
    throw new StageError("The provider's answer is not a usable picture.", {
      code: "invalid_output",
      class: "transient",
      cause,
    });
  }
}

async function encode(image: Sharp, size: number, maxBytes: number): Promise<Jpeg> {
  const { data, info } = await image
    .clone()
    .resize(size, size, { fit: "cover" })
    .flatten({ background: "#ffffff" })
    // 4:4:4: halved colour resolution would fringe the letters and the drawn lines.
    .jpeg({ quality: 88, chromaSubsampling: "4:4:4" })
    .toBuffer({ resolveWithObject: true });
  if (data.length > maxBytes) throw new RangeError(`${data.length} bytes are more than LINE takes (${maxBytes})`);
  return { bytes: data, width: info.width, height: info.height };
}
