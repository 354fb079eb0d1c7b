import { soundFormatOf, type Recording } from "./recording.ts";

/** As a phone's voice message begins; who is asked in tests does not look further. */
export const VOICE = new Uint8Array([0, 0, 0, 28, ...Buffer.from("ftypM4A "), ...Buffer.from("a voice in a test")]);

export function recordingOf(bytes: Uint8Array<ArrayBuffer>, durationMs = 30_000): Recording {
  const format = soundFormatOf(bytes);
  if (format === undefined) throw new TypeError("The bytes are no sound");
  return { bytes, format, durationMs };
}
