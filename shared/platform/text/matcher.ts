/** A dictionary word found in a text. */
export interface Mention<Value> {
  readonly value: Value;
  readonly start: number;
  readonly end: number;
}

export interface MatcherOptions<Value> {
  readonly entries: Iterable<readonly [word: string, value: Value]>;
  /**
   * True for languages with spaces: a word must then stand alone, and one that ends in `*` may go
   * on (`exhaust*`). False for Japanese, where a word may stand anywhere.
   */
  readonly wholeWords: boolean;
}

interface Word<Value> {
  readonly word: string;
  readonly openEnded: boolean;
  readonly value: Value;
}

const WORD_CHARACTER = /[\p{L}\p{N}]/u;

/**
 * Finds dictionary words from left to right, the longest one first where several begin, none
 * overlapping. Words are looked up by their first character, so the time is about linear in the
 * text: no regular expression made of hundreds of words.
 */
export function createMatcher<Value>({ entries, wholeWords }: MatcherOptions<Value>) {
  const byFirst = new Map<string, Word<Value>[]>();
  for (const [written, value] of entries) {
    const openEnded = !wholeWords || written.endsWith("*");
    const word = written.replace(/\*$/, "");
    byFirst.set(word.charAt(0), [...(byFirst.get(word.charAt(0)) ?? []), { word, openEnded, value }]);
  }
  for (const words of byFirst.values()) words.sort((a, b) => b.word.length - a.word.length);

  return function find(text: string): Mention<Value>[] {
    const mentions: Mention<Value>[] = [];
    for (let start = 0; start < text.length; start++) {
      const candidates = byFirst.get(text.charAt(start));
      if (candidates === undefined || (wholeWords && isInsideWord(text, start))) continue;
      const hit = candidates.find(
        ({ word, openEnded }) =>
          text.startsWith(word, start) && (openEnded || !isInsideWord(text, start + word.length)),
      );
      if (hit === undefined) continue;
      const end = start + hit.word.length;
      mentions.push({ value: hit.value, start, end });
      start = end - 1;
    }
    return mentions;
  };
}

/**
 * The text with a space for each character of the mentions, as `find` gave them. Positions stay the
 * same.
 */
export function blankOut(text: string, mentions: readonly Mention<unknown>[]): string {
  let blanked = "";
  for (const { start, end } of mentions) blanked += text.slice(blanked.length, start) + " ".repeat(end - start);
  return blanked + text.slice(blanked.length);
}

/** Whether a word goes on across this position. */
function isInsideWord(text: string, position: number): boolean {
  return WORD_CHARACTER.test(text.charAt(position - 1)) && WORD_CHARACTER.test(text.charAt(position));
}
