import { japaneseClauses, WORDLESS } from "../japanese/clauses.ts";
import { openJTalkSpelling } from "./spelling.ts";

/** The program reads one line of at most 1,022 bytes and drops the rest of it. */
const MAX_LINE_BYTES = 900;
/**
 * A run without a break; the program breaks on much longer ones ("stack smashing detected"). 270
 * bytes.
 */
const MAX_RUN_LETTERS = 90;
/**
 * All that one message may take, about a minute and a half of speech. Her messages have at most 240
 * UTF-16 units.
 */
const MAX_LETTERS = 600;

/** A message is spoken in about so many calls, which share the processor's cores; by sentences. */
const CALLS = 2;

/** What the program is given to speak, in order: each line a call of its own. Never empty. */
export function openJTalkLines(text: string): string[] {
  const clauses = japaneseClauses(text, openJTalkSpelling).flatMap(({ text: clause, ending }) =>
    runs(clause).map((run, i, { length }) => run + (i === length - 1 ? ending : "、")),
  );
  return clauses.length === 0 ? [`${WORDLESS}。`] : joined(firstOf(clauses));
}

/** As many as one message may take. */
function firstOf(clauses: readonly string[]): readonly string[] {
  let letters = 0;
  return clauses.filter((clause) => (letters += clause.length) <= MAX_LETTERS);
}

/**
 * Clauses together in lines; a new one begins where there is no room, or with a sentence once a
 * call has its share.
 */
function joined(clauses: readonly string[]): string[] {
  const share = Buffer.byteLength(clauses.join("")) / CALLS;
  const lines: string[] = [];
  for (const clause of clauses) {
    const line = lines.at(-1) ?? "";
    const isFull = Buffer.byteLength(line + clause) > MAX_LINE_BYTES;
    const hasShare = !line.endsWith("、") && Buffer.byteLength(line) + Buffer.byteLength(clause) / 2 > share;
    if (line === "" || isFull || hasShare) lines.push(clause);
    else lines[lines.length - 1] = line + clause;
  }
  return lines;
}

function runs(clause: string): string[] {
  const letters = Array.from(clause);
  return Array.from({ length: Math.ceil(letters.length / MAX_RUN_LETTERS) }, (_, i) =>
    letters.slice(i * MAX_RUN_LETTERS, (i + 1) * MAX_RUN_LETTERS).join(""),
  );
}
