import { normalizeText } from "../text/normalize.ts";

/**
 * A text as the signs read it: unmasked English, with its spaces, and the same folded for Japanese,
 * without any.
 */
export interface Folded {
  readonly english: string;
  readonly japanese: string;
}

export function fold(text: string): Folded {
  const english = unmask(normalizeText(text).toLowerCase());
  return { english, japanese: foldJapanese(english) };
}

/**
 * Katakana and small kana as plain hiragana, 4に and タヒ as 死, and no spaces or dots that would hide
 * a word: 死 に・た い.
 */
function foldJapanese(text: string): string {
  return (
    text
      // wしwにwたwい: laughter between the letters hides a word.
      .replace(/(?<=[ぁ-んァ-ヶ一-龠])[^\S\n]{0,2}w+[^\S\n]{0,2}(?=[ぁ-んァ-ヶ一-龠])/gu, "")
      // 死゛に゛た゛い゛: the marks of a groan, which NFKC sets apart.
      .replace(/ ?[\u3099\u309A]/gu, "")
      .replace(/[ァ-ヶ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
      .replace(/[ぁぃぅぇぉ]/gu, (small) => String.fromCharCode(small.charCodeAt(0) + 1))
      .replace(/[^\S\n]+|[・.,*_/|+~〜\-…、]+(?=[ぁ-んー一-龠々])/gu, "")
      .replace(
        /(?:たひ|氏|[〇○◯●×✕](?=に[たて])|(?<![0-9])4)(?=に(?:た|て)|のう|ん(?:で|だ)|ね(?:ば|る|た)|ぬ)|たひ(?=りた)/gu,
        "死",
      )
      .replace(/死り(?=た)/gu, "死に")
      .replace(
        /(?<![ぁ-ん楽親])し(?=ぬ(?:しか|ほうほう|ことばか|ことしか|べき|ゆうき|準備|じゅんび)|ん(?:でしまい|じゃいた|じゃお|で楽|だほうが|だら楽))/gu,
        "死",
      )
  );
}

/**
 * English words that are masked from a filter, as plain words: s*icide, su1cide, k!ll mys3lf,
 * unal1ve, self-h@rm.
 */
function unmask(text: string): string {
  return (
    text
      .replace(/\bs[u*@#_.-]{0,2}[i1!*|]?[csz]{1,2}[i1!*|y]+d(?:[e3*]|al)(?![a-z])/gu, (word) =>
        word.endsWith("al") ? "suicidal" : "suicide",
      )
      .replace(/\bk[i1!*|]ll?(ing|ed)?\b/gu, (_, ending: string | undefined) => `kill${ending ?? ""}`)
      .replace(/\bmy ?s[e3*]l?[fv]+\b/gu, "myself")
      .replace(/\bd[1!*|](e|ing)\b/gu, "di$1")
      // Drawled and mistyped: wantt to dieee, wnat to die.
      .replace(/\b(?:wan+t+|wnat|watn)(?= to\b)/gu, "want")
      .replace(/\bdie{2,}\b/gu, "die")
      .replace(/\bun ?al[i1!*|]ve\b/gu, "unalive")
      .replace(/\bself[- ]?h[@4*]rm|\bs\/h\b/gu, "self harm")
  );
}
