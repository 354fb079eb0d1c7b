import type { Word } from "./tokens.ts";

/** How far a negator may stand from the word that it negates: 嫌いな わけ で は ない. */
const REACH = 7;

const FILLER_POS: ReadonlySet<string> = new Set(["助動詞", "助詞"]);
const FILLER_BASES: ReadonlySet<string> = new Set([
  "する",
  "なる",
  "ある",
  "いる",
  "わけ",
  "こと",
  "もの",
  "ほど",
  "そう",
  "思う",
  "感じる",
  "気",
  "なんて",
  "ところ",
  "さ",
  "ばかり",
]);
const CLAUSE_ENDS: ReadonlySet<string> = new Set([
  "けど",
  "けれど",
  "けれども",
  "けども",
  "し",
  "から",
  "ので",
  "のに",
  "と",
  "ながら",
  "つつ",
  "たり",
  "なら",
  "ば",
  "たら",
]);

/**
 * Whether the phrase that ends before word `from` is negated: 悪くない, 嫌いなわけじゃない, 残業がなかった. Not so for
 * an obligation (働かなければ), a tag question (ひどくない？), and two negators (悪くなくはない).
 */
export function isNegated(words: readonly Word[], from: number): boolean {
  let negators = 0;
  for (let position = from; position < Math.min(words.length, from + REACH); position += 1) {
    const word = words[position];
    if (word === undefined) break;
    if (word.negator) {
      if (isObligation(words, position) || isTagQuestion(words, position)) return false;
      negators += 1;
      continue;
    }
    const ends = word.pos === "助詞" && word.detail === "接続助詞" && CLAUSE_ENDS.has(word.surface);
    const filler =
      FILLER_POS.has(word.pos) ||
      !word.content ||
      FILLER_BASES.has(word.base) ||
      word.detail === "非自立" ||
      word.detail === "接尾";
    if (ends || !filler) break;
  }
  return negators % 2 === 1;
}

/** なきゃ, なければ, ないと(いけない), なくちゃ. */
function isObligation(words: readonly Word[], at: number): boolean {
  const here = words[at]?.surface ?? "";
  const next = words[at + 1]?.surface ?? "";
  return (
    /^(?:なきゃ|なけりゃ|なくちゃ|なけれ)$/u.test(here) ||
    (here === "ない" && next === "と") ||
    (here === "なく" && /^(?:ちゃ|ては)$/u.test(next))
  );
}

/** つらくない？ ひどくないか asks for a yes. After a verb it asks indeed: 疲れてない？ */
function isTagQuestion(words: readonly Word[], at: number): boolean {
  if (words[at]?.surface !== "ない") return false;
  const before = words[at - 1];
  const asks = /^(?:[?？]|か|です)$/u.test(words[at + 1]?.surface ?? "");
  return (
    asks &&
    (before?.pos === "形容詞" || before?.surface === "じゃ" || before?.surface === "すぎ") &&
    words.slice(at + 1, at + 4).some((word) => /[?？]/u.test(word.surface))
  );
}
