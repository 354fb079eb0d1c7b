/**
 * How a whole or decimal number is read in Japanese, in katakana: "3600" is サンゼンロッピャク, "0.5" is
 * レーテンゴ.
 */
export function readNumber(number: string): string {
  const [whole = "", fraction] = number.split(".");
  const decimals = fraction === undefined ? "" : `テン${readDigits(fraction)}`;
  if (fraction !== undefined && whole === "0") return `レー${decimals}`;
  return readWhole(whole) + decimals;
}

const DIGITS = ["ゼロ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュー"];
const HUNDREDS = ["", "", "ニ", "サンビャク", "ヨン", "ゴ", "ロッピャク", "ナナ", "ハッピャク", "キュー"];
const THOUSANDS = ["", "", "ニ", "サンゼン", "ヨン", "ゴ", "ロク", "ナナ", "ハッセン", "キュー"];
const GROUPS = ["", "マン", "オク", "チョー"];
const GROUP_DIGITS = 4;

function readWhole(digits: string): string {
  const isCode = digits.length > GROUPS.length * GROUP_DIGITS || (digits.length > 1 && digits.startsWith("0"));
  if (isCode || Number(digits) === 0) return readDigits(digits);
  return GROUPS.map((unit, i) => {
    const end = digits.length - i * GROUP_DIGITS;
    const group = readGroup(digits.slice(Math.max(0, end - GROUP_DIGITS), Math.max(0, end)));
    return group === "" ? "" : group + unit;
  })
    .toReversed()
    .join("");
}

/** Up to four digits. */
function readGroup(digits: string): string {
  const [thousand = 0, hundred = 0, ten = 0, one = 0] = digits.padStart(GROUP_DIGITS, "0").split("").map(Number);
  return [
    place(thousand, "セン", THOUSANDS),
    place(hundred, "ヒャク", HUNDREDS),
    place(ten, "ジュー", DIGITS),
    one === 0 ? "" : DIGITS[one],
  ].join("");
}

/** One place of a group: 1 is not spoken, and some digits melt into the unit (サンビャク). */
function place(digit: number, unit: string, readings: readonly string[]): string {
  if (digit === 0) return "";
  if (digit === 1) return unit;
  const reading = readings[digit] ?? "";
  return /[クン]$/u.test(reading) && reading.length > 3 ? reading : reading + unit;
}

/** Digit by digit. */
export function readDigits(digits: string): string {
  return digits
    .split("")
    .map((digit) => DIGITS[Number(digit)] ?? "")
    .join("");
}
