const segmenter = new Intl.Segmenter("ja", { granularity: "grapheme" });
const ELLIPSIS = "…";

/**
 * The text within `maxUnits` UTF-16 units, as LINE counts
 * (https://developers.line.biz/en/docs/messaging-api/text-character-count/). What is too long ends
 * in an ellipsis, and never inside of a character that the reader sees as one.
 */
export function cutText(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  let end = 0;
  for (const { index, segment } of segmenter.segment(text)) {
    if (index + segment.length + ELLIPSIS.length > maxUnits) break;
    end = index + segment.length;
  }
  return text.slice(0, end) + ELLIPSIS;
}
