import { open } from "node:fs/promises";

/** Bytes read at once. */
const CHUNK_BYTES = 1 << 16;
/** Longest record, in bytes: a film with its reviews is some thousand. */
const MAX_RECORD_BYTES = 1 << 17;

/** One record of a file: a line, or of CSV several, where a quoted field holds line breaks. */
export interface FileRecord {
  /** Number of its first line, from 1. */
  readonly line: number;
  /** Undefined for one that is too long, of which nothing is kept. */
  readonly text: string | undefined;
  /** Where the next one begins, in bytes and lines from the file's start. */
  readonly end: { readonly bytes: number; readonly lines: number };
}

/**
 * The records of a file from a place on, one at a time: never more than one in memory, however
 * large the file. With `quotes`, a line break inside of "…" ends no record.
 */
export async function* recordsOf(
  file: string,
  { from = { bytes: 0, lines: 0 }, quotes }: { readonly from?: FileRecord["end"]; readonly quotes: boolean },
): AsyncGenerator<FileRecord> {
  let { bytes: end, lines } = from;
  let kept: Buffer[] = [];
  let [length, isQuoted, begun] = [0, false, lines + 1];
  const record = (): FileRecord => {
    const text =
      length > MAX_RECORD_BYTES
        ? undefined
        : Buffer.concat(kept)
            .toString("utf8")
            .replace(/\r?\n$/, "");
    const found = { line: begun, text, end: { bytes: end, lines } };
    [kept, length, isQuoted, begun] = [[], 0, false, lines + 1];
    return found;
  };
  for await (const piece of piecesOf(file, from.bytes)) {
    end += piece.length;
    length += piece.length;
    if (length <= MAX_RECORD_BYTES) kept.push(piece);
    const isWhole = piece.at(-1) === NEWLINE;
    if (isWhole) lines += 1;
    if (quotes && oddQuotes(piece)) isQuoted = !isQuoted;
    // A quote that nobody closes must not swallow the rest of the file.
    if (isWhole && (!isQuoted || length > MAX_RECORD_BYTES)) yield record();
  }
  if (length > 0) {
    lines += 1;
    yield record();
  }
}

const NEWLINE = 0x0a;
const QUOTE = 0x22;

function oddQuotes(piece: Buffer): boolean {
  let count = 0;
  for (const byte of piece) if (byte === QUOTE) count += 1;
  return count % 2 === 1;
}

/** The file from a byte on, cut behind each line break and at each end of what is read at once. */
async function* piecesOf(file: string, from: number): AsyncGenerator<Buffer> {
  const handle = await open(file, "r");
  try {
    for (let at = from; ;) {
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(CHUNK_BYTES), position: at });
      if (bytesRead === 0) return;
      at += bytesRead;
      for (let start = 0; start < bytesRead;) {
        const newline = buffer.subarray(0, bytesRead).indexOf(NEWLINE, start);
        const end = newline === -1 ? bytesRead : newline + 1;
        yield buffer.subarray(start, end);
        start = end;
      }
    }
  } finally {
    await handle.close();
  }
}
