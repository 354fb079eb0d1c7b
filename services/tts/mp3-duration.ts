import { parseBuffer } from "music-metadata";
import { StageError } from "@guchi/chain/errors.ts";

/**
 * The true duration of an mp3 file in ms, at least 1. Throws StageError `invalid_output`
 * (transient: the next provider or attempt may do better) when the bytes are not an mp3 file with
 * sound frames.
 */
export async function mp3DurationMs(bytes: Uint8Array): Promise<number> {
  const { container, codec, duration } = await readFormat(bytes);
  if (container !== "MPEG" || codec?.endsWith("Layer 3") !== true || duration === undefined || !(duration > 0)) {
    throw notSound();
  }
  return Math.max(1, Math.round(duration * 1_000));
}

async function readFormat(bytes: Uint8Array) {
  try {
    // `duration: true` counts the frames; without it a variable bit rate without a header would be
    // a guess.
    return (await parseBuffer(bytes, { mimeType: "audio/mpeg" }, { duration: true, skipCovers: true })).format;
  } catch (cause) {
    throw notSound(cause);
  }
}

function notSound(cause?: unknown): StageError {
  return new StageError("The voice that came is not an mp3 file with sound.", {
    code: "invalid_output",
    class: "transient",
    cause,
  });
}
