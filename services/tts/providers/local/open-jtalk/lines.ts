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

/** What the program is given to speak, in order: each line a call of its own. Never empty. */
export function openJTalkLines(text: string): string[] {
  const clauses = japaneseClauses(text, openJTalkSpelling).flatMap(({ text: clause, ending }) =>
    runs(clause).map((run, i, { length }) => run + (i === length - 1 ? ending : "、")),
  );
  const lines: string[] = [];
  let letters = 0;
  for (const clause of clauses.length === 0 ? [`${WORDLESS}。`] : clauses) {
    letters += clause.length;
    if (letters > MAX_LETTERS) break;
    const line = (lines.at(-1) ?? "") + clause;
    if (lines.length > 0 && Buffer.byteLength(line) <= MAX_LINE_BYTES) lines[lines.length - 1] = line;
    else lines.push(clause);
  }
  return lines;
}

function runs(clause: string): string[] {
  const letters = Array.from(clause);
  return Array.from({ length: Math.ceil(letters.length / MAX_RUN_LETTERS) }, (_, i) =>
    letters.slice(i * MAX_RUN_LETTERS, (i + 1) * MAX_RUN_LETTERS).join(""),
  );
}
