/** One beat of Japanese. */
export interface Mora {
  /** Phonemes before the vowel, in espeak's names; empty for a bare vowel. */
  readonly onset: string;
  /** A vowel; "N" for ン, "Q" for ッ, "-" for a beat that holds the vowel before it (ー). */
  readonly vowel: "a" | "i" | "u" | "e" | "o" | "N" | "Q" | "-";
}

/** Katakana as morae. What is not katakana is left out. */
export function morae(katakana: string): Mora[] {
  const result: Mora[] = [];
  for (const kana of katakana) {
    const before = result.at(-1);
    const joined = before === undefined ? undefined : join(before, kana);
    if (joined !== undefined) result.splice(-1, 1, ...joined);
    else if (kana in SMALL_VOWELS || kana in SMALL_GLIDES) result.push({ onset: "", vowel: vowelOf(kana) });
    else result.push(...mora(kana));
  }
  return result;
}

type Vowel = Exclude<Mora["vowel"], "N" | "Q" | "-">;
const VOWELS: readonly Vowel[] = ["a", "i", "u", "e", "o"];
const SMALL_VOWELS: Record<string, Vowel> = { ァ: "a", ィ: "i", ゥ: "u", ェ: "e", ォ: "o", ヮ: "a" };
const SMALL_GLIDES: Record<string, Vowel> = { ャ: "a", ュ: "u", ョ: "o" };

/** Rows of the kana table; the phonemes are X-SAMPA as in espeak-ng's phsource/ph_japanese. */
const ROWS: Record<string, string> = {
  アイウエオ: "",
  カキクケコ: "k",
  ガギグゲゴ: "g",
  サ_スセソ: "s",
  ザ_ズゼゾ: "z",
  タ__テト: "t",
  ダ__デド: "d",
  ナニヌネノ: "n",
  ハ__ヘホ: "h",
  バビブベボ: "b",
  パピプペポ: "p",
  マミムメモ: "m",
  ヤ_ユ_ヨ: "j",
  ラリルレロ: "r`",
  ワ____: "w",
  _ヰ_ヱヲ: "",
  _シ___: "s\\",
  _ジ___: "d_z\\",
  _ヂ___: "d_z\\",
  _チ___: "t_s\\",
  __ツ__: "t_s",
  __ヅ__: "z",
  _ヒ___: "C",
  __フ__: "p\\",
  __ヴ__: "v",
  ヵ__ヶ_: "k",
};

const KANA = new Map<string, Mora>(
  Object.entries(ROWS).flatMap(([row, onset]) =>
    VOWELS.flatMap((vowel, i): [string, Mora][] => (row[i] === undefined ? [] : [[row[i], { onset, vowel }]])),
  ),
);

function mora(kana: string): Mora[] {
  if (kana === "ン") return [{ onset: "", vowel: "N" }];
  if (kana === "ッ") return [{ onset: "", vowel: "Q" }];
  if (kana === "ー") return [{ onset: "", vowel: "-" }];
  const found = KANA.get(kana);
  return found === undefined || kana === "_" ? [] : [found];
}

function vowelOf(small: string): Vowel {
  return SMALL_VOWELS[small] ?? SMALL_GLIDES[small] ?? "a";
}

/** Onsets that are palatal already and take no glide: シャ is s\a, but キャ is k_ja. */
const PALATAL = new Set(["s\\", "d_z\\", "t_s\\", "C", "j"]);
/**
 * Sounds of foreign words: the onset that the first kana keeps before another small vowel (ファ, ティ,
 * ウォ, クァ).
 */
const FOREIGN: Record<string, string> = { "p\\u": "p\\", vu: "v", te: "t", de: "d", to: "t", do: "d", t_su: "t_s" };
const GLIDING: Record<string, string> = { u: "w", ku: "kw", gu: "gw", i: "j" };

/** The mora before together with a small kana, or undefined when the kana stands for itself. */
function join({ onset, vowel }: Mora, kana: string): Mora[] | undefined {
  const sound = onset + vowel;
  const glide = SMALL_GLIDES[kana];
  if (glide !== undefined && "iue".includes(vowel)) {
    return [{ onset: PALATAL.has(onset) ? onset : `${onset || "j"}${onset === "" ? "" : "_j"}`, vowel: glide }];
  }
  const small = SMALL_VOWELS[kana];
  if (small === undefined || small === vowel) return undefined;
  const foreign = FOREIGN[sound] ?? GLIDING[sound] ?? (PALATAL.has(onset) && vowel === "i" ? onset : undefined);
  return foreign === undefined ? undefined : [{ onset: foreign, vowel: small }];
}
