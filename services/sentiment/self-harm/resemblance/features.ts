/** Longest run of letters and of words that is looked at. */
const MAX_LETTERS = 4;
const MAX_WORDS = 2;

/**
 * What the resemblance is judged by: each run of one to four Japanese letters, and of one or two English words, once. Takes a
 * sentence as self-harm.ts reads it: NFKC, lower case, katakana as hiragana.
 */
export function featuresOf(sentence: string): ReadonlySet<string> {
  const found = new Set<string>();
  // English is told by its words; its letters would only say that it is English.
  if (/[ぁ-ん一-龠]/u.test(sentence)) {
    const letters = Array.from(`^${sentence.replace(/[\s。、.,…!?"“”]+/gu, " ").trim()}$`);
    for (let length = 1; length <= MAX_LETTERS; length += 1) addRuns(letters, length, "", found);
  }
  const words = sentence.match(/[a-z][a-z']*/gu) ?? [];
  for (let length = 1; length <= MAX_WORDS; length += 1) addRuns(words, length, " ", found);
  return found;
}

/** Runs of words are marked by a space in front, so that "die" and d-i-e are two things. */
function addRuns(items: readonly string[], length: number, separator: string, found: Set<string>): void {
  for (let start = 0; start + length <= items.length; start += 1) {
    found.add(separator + items.slice(start, start + length).join(separator));
  }
}
