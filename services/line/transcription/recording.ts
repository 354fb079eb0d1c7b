/** A sound that was sent to us, and what it is. It lives in memory only. */
export interface Recording {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly format: SoundFormat;
  readonly durationMs: number;
}

/** A kind of sound file that every engine takes. */
export interface SoundFormat {
  readonly extension: string;
  readonly contentType: string;
}

/** LINE's own voice messages are m4a; a file that somebody shares may be another. */
const FORMATS: readonly (SoundFormat & { readonly begins: RegExp })[] = [
  { extension: "m4a", contentType: "audio/mp4", begins: /^.{4}ftyp/s },
  { extension: "mp3", contentType: "audio/mpeg", begins: /^(?:ID3|\xff[\xe2-\xff])/ },
  { extension: "wav", contentType: "audio/wav", begins: /^RIFF.{4}WAVE/s },
  { extension: "ogg", contentType: "audio/ogg", begins: /^OggS/ },
  { extension: "webm", contentType: "audio/webm", begins: /^.E\xdf\xa3/s },
  { extension: "flac", contentType: "audio/flac", begins: /^fLaC/ },
];
const LONGEST_BEGINNING = 12;

/**
 * What kind of sound the bytes are, by their beginning: content types of phones differ. undefined:
 * none that is taken.
 */
export function soundFormatOf(bytes: Uint8Array): SoundFormat | undefined {
  const beginning = Buffer.from(bytes.subarray(0, LONGEST_BEGINNING)).toString("latin1");
  const found = FORMATS.find(({ begins }) => begins.test(beginning));
  return found && { extension: found.extension, contentType: found.contentType };
}
