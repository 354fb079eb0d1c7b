import { readPcm16, type Pcm } from "./pcm.ts";

const RIFF_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
/** Uncompressed samples; what else a WAV file can hold is not for us. */
const FORMAT_PCM = 1;

/** The sounds of several WAV files, one after another in `files`. Throws as `readWav`. */
export function readWavs(files: Uint8Array): Pcm[] {
  const sounds: Pcm[] = [];
  for (let at = 0; at < files.length;) {
    const bytes = new DataView(files.buffer, files.byteOffset).getUint32(at + 4, true) + CHUNK_HEADER_BYTES;
    sounds.push(readWav(files.subarray(at, at + bytes)));
    at += bytes;
  }
  return sounds;
}

/**
 * The samples of a 16-bit mono WAV file. espeak writes the header before it knows the length, so a
 * length that reaches past the file's end means "up to the end". Throws RangeError or Error on
 * anything else.
 */
export function readWav(file: Uint8Array): Pcm {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let sampleRateHz: number | undefined;
  for (let at = RIFF_HEADER_BYTES; at + CHUNK_HEADER_BYTES <= file.length;) {
    const id = String.fromCharCode(...file.subarray(at, at + 4));
    const length = view.getUint32(at + 4, true);
    const start = at + CHUNK_HEADER_BYTES;
    if (id === "fmt ") sampleRateHz = monoRateHz(view, start);
    if (id === "data" && sampleRateHz !== undefined) {
      return { samples: readPcm16(file.subarray(start, start + length)), sampleRateHz };
    }
    at = start + length + (length % 2);
  }
  throw new Error("The WAV file holds no samples.");
}

function monoRateHz(view: DataView, start: number): number {
  const format = view.getUint16(start, true);
  const channels = view.getUint16(start + 2, true);
  const bits = view.getUint16(start + 14, true);
  if (format !== FORMAT_PCM || channels !== 1 || bits !== 16)
    throw new Error(`Expected 16-bit mono, got ${bits}-bit with ${channels} channels in format ${format}.`);
  return view.getUint32(start + 4, true);
}
