/** Characters that no line may start with (行頭禁則), after JIS X 4051 and https://www.w3.org/TR/jlreq/#characters_not_starting_a_line */
const NOT_AT_START = new Set(
  "、。，．,.・：；:;？！?!‼⁉）)］]｝}」』】〉》〕”’»〟ー゛゜ヽヾゝゞ々〻ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ…‥〜～‐゠–—%％℃♪♡♥☆★",
);

/** Characters that no line may end with (行末禁則). */
const NOT_AT_END = new Set("（(［[｛{「『【〈《〔“‘«〝");

/**
 * Whether a line may end after `before` and the next one start with `after` (one character each).
 */
export function mayBreakBetween(before: string, after: string): boolean {
  return !NOT_AT_START.has(after) && !NOT_AT_END.has(before);
}
