import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { StartError } from "@guchi/platform/service/start-error.ts";
import type { StoredFilm } from "../films/film.ts";
import type { EmbeddingProvider } from "../providers/provider.ts";
import { putFilms } from "../put-films.ts";
import type { FilmStore } from "../store/store.ts";
import { recordsOf, type FileRecord } from "./records.ts";
import { filmOfCsv, filmOfJson, headerOf, type Row } from "./row.ts";

/** Films in one write: so many are done again at most after a crash. */
const BATCH = 200;
/** Bytes at each end of a file that tell it from others, with its size. */
const TELLING_BYTES = 1 << 16;

/** What happens in an import, in order; after each write, and at its end, how far it has come. */
export type ImportEvent =
  | { readonly type: "bad"; readonly line: number; readonly reason: string }
  | {
      readonly type: "progress";
      /** Bytes that are done, and of the whole file. */
      readonly bytes: number;
      readonly size: number;
      readonly lines: number;
      readonly stored: number;
      readonly bad: number;
      /** Films in the store. */
      readonly films: number;
    };

export interface Importing {
  /** `….jsonl` or `….csv`. */
  readonly file: string;
  readonly store: FilmStore;
  readonly local: EmbeddingProvider;
  /** Ends it after the write under way; the next import of this file goes on from there. */
  readonly signal: AbortSignal;
}

/**
 * Puts the films of a file into the store, with vectors of our own embedding; those of other models
 * follow in the service. A record that is no film is told with its line and left out; of several
 * with one key the last one counts. An import that was killed goes on behind its last write; one
 * that was whole begins anew. Memory does not grow with the file. Throws what reading the file
 * throws, StartError for one that is none of ours, and StoreError.
 */
export async function* importFilms({ file, store, local, signal }: Importing): AsyncGenerator<ImportEvent> {
  const { name, size } = await identityOf(file);
  const earlier = await store.importProgress(name);
  let done = earlier !== undefined && earlier.bytes < size ? earlier : { bytes: 0, lines: 0, stored: 0, bad: 0 };
  const read = await readerOf(file);
  const from = { bytes: Math.max(done.bytes, read.start.bytes), lines: Math.max(done.lines, read.start.lines) };
  let batch: StoredFilm[] = [];
  let [{ stored, bad }, end] = [done, from];
  const write = async () => {
    done = { ...end, stored, bad };
    await putFilms(batch, { store, local, progress: { file: name, ...done } });
    batch = [];
    return { type: "progress" as const, ...done, size, films: await store.count() };
  };
  for await (const record of recordsOf(file, { from, quotes: read.quotes })) {
    const row = read.row(record);
    ({ end } = record);
    if (row === undefined) continue;
    if ("film" in row) {
      batch.push(row.film);
      stored += 1;
    } else {
      bad += 1;
      yield { type: "bad", line: record.line, reason: row.reason };
    }
    if (batch.length < BATCH) continue;
    yield await write();
    await setImmediate(); // a signal is heard
    if (signal.aborted) return;
  }
  yield await write();
}

interface Reader {
  /** Where the first film begins. */
  readonly start: FileRecord["end"];
  readonly quotes: boolean;
  /** Undefined for an empty line. */
  readonly row: (record: FileRecord) => Row | undefined;
}

/** How the file is read, by its name. Throws StartError, one line, for one that cannot be. */
async function readerOf(file: string): Promise<Reader> {
  if (/\.jsonl$/i.test(file)) {
    return { start: { bytes: 0, lines: 0 }, quotes: false, row: ({ text }) => rowOf(text, filmOfJson) };
  }
  if (!/\.csv$/i.test(file)) throw new StartError(`${file} must end in .jsonl or .csv`);
  for await (const { text = "", end } of recordsOf(file, { quotes: true })) {
    const header = headerOf(text);
    if ("reason" in header) throw new StartError(`${file}: its first line ${header.reason}`);
    const { columns } = header;
    return { start: end, quotes: true, row: (record) => rowOf(record.text, (each) => filmOfCsv(each, columns)) };
  }
  throw new StartError(`${file} is empty`);
}

function rowOf(text: string | undefined, read: (text: string) => Row): Row | undefined {
  if (text === undefined) return { reason: "is too long" };
  return text.trim() === "" ? undefined : read(text);
}

async function identityOf(file: string): Promise<{ readonly name: string; readonly size: number }> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const hash = createHash("sha256").update(`${size}`);
    for (const position of [0, Math.max(0, size - TELLING_BYTES)]) {
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(TELLING_BYTES), position });
      hash.update(buffer.subarray(0, bytesRead));
    }
    return { name: `import ${hash.digest("hex")}`, size };
  } finally {
    await handle.close();
  }
}
