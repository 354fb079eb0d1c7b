/**
 * The text's beginning, at most so many characters as Azure counts them (text elements: an emoji
 * with its joiners is one). Ends with a sentence where one ends in the second half, so that no half
 * sentence is judged.
 */
export function cutAtSentence(text: string, maxCharacters: number): string {
  // A character has at least one UTF-16 unit: what is short in units is short in characters.
  if (text.length <= maxCharacters) return text;
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  if (characters.length <= maxCharacters) return text;
  const beginning = characters.slice(0, maxCharacters).join("");
  const end = beginning.search(/(?<=[。．.!?！？\n])[^。．.!?！？\n]*$/u);
  return end > beginning.length / 2 ? beginning.slice(0, end) : beginning;
}
