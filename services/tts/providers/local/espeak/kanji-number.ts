/** A number written in kanji, up to 千 (thousands), as digits: 二十四 is "24". */
export function kanjiToDigits(kanji: string): string {
  let [total, digit] = [0, 0];
  for (const character of kanji) {
    const unit = KANJI_UNITS[character];
    if (unit === undefined) {
      digit = digit * 10 + KANJI_DIGITS.indexOf(character) + 1;
    } else {
      total += Math.max(1, digit) * unit;
      digit = 0;
    }
  }
  return String(total + digit);
}

const KANJI_DIGITS = "一二三四五六七八九";
const KANJI_UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1_000 };
