import { conceptsIn, plain } from "../../understanding/lexicon.ts";

/** A concept counts more than the letters that name it. */
const CONCEPT_WEIGHT = 1.6;
/** Parts of words, and single characters of Chinese origin, say less than whole words. */
const PART_WEIGHT = 0.5;

/** Words that say nothing of a film, or that every request has. */
const STOP = new Set(
  `a an the and or but of to in on at for with from by as is are was were be been being it its this that these those i me my we our you your he him his she her
  they them their who whom which what when where why how all any both each few more most some such no nor not only own same so than too very can will just do does did
  have has had having into over under again then once here there about up down out off if because while until between through during before after above below
  movie movies film films watch watching recommend recommendation suggest want wanted need please something one give tell show got get like would could should tonight
  im ive dont isnt really much many lot let lets thing things make makes made good best great`.split(/\s+/),
);
const JAPANESE_STOP = new Set([
  "映画",
  "作品",
  "お勧",
  "勧め",
  "観た",
  "見た",
  "観る",
  "見る",
  "教え",
  "気分",
  "今日",
  "今夜",
  "人間",
  "自分",
]);

const ENGLISH = /[a-z][a-z'’]+/g;
const JAPANESE = /\p{Script=Han}[\p{Script=Han}々]*|[\p{Script=Katakana}ー]{2,}/gu;

/** What a text is made of, in both languages, and how often, weighed. */
export function tokensOf(text: string): ReadonlyMap<string, number> {
  const tokens = new Map<string, number>();
  const count = (token: string, weight: number) => tokens.set(token, (tokens.get(token) ?? 0) + weight);
  const letters = plain(text);
  for (const { value } of conceptsIn(letters)) count(`c:${value.id}`, CONCEPT_WEIGHT);
  for (const [token, weight] of wordsIn(letters)) count(token, weight);
  return tokens;
}

/** The words alone of a text that is made plain, and their parts. */
export function wordsIn(letters: string): ReadonlyMap<string, number> {
  const tokens = new Map<string, number>();
  const count = (token: string, weight: number) => tokens.set(token, (tokens.get(token) ?? 0) + weight);
  for (const [word] of letters.matchAll(ENGLISH)) {
    const bare = word.replaceAll(/['’]s?/g, "");
    if (!STOP.has(bare) && bare.length > 1) count(stem(bare), 1);
  }
  for (const [run] of letters.matchAll(JAPANESE)) for (const [part, weight] of partsOf(run)) count(part, weight);
  return tokens;
}

/** A run of one script: the whole, and what it may be made of. */
function partsOf(run: string): readonly (readonly [string, number])[] {
  if (/^[\p{Script=Katakana}ー]/u.test(run)) {
    return run.length < 5
      ? [[run, 1]]
      : [[run, 1], ...pieces(run, 3).map((piece) => [piece, PART_WEIGHT / 2] as const)];
  }
  const singles = pieces(run, 1).map((piece) => [piece, PART_WEIGHT] as const);
  const pairs = pieces(run, 2).map((piece) => [piece, 1] as const);
  return [...singles, ...pairs].filter(([piece]) => !JAPANESE_STOP.has(piece));
}

function pieces(run: string, length: number): readonly string[] {
  const characters = Array.from(run);
  return characters
    .slice(0, Math.max(0, characters.length - length + 1))
    .map((_, at) => characters.slice(at, at + length).join(""));
}

/** Endings off, so that forms of a word are one: never mind which letters are left. */
function stem(word: string): string {
  if (word.length < 5) return word.replace(/(?<=[a-z]{2}[^s])s$/, "");
  return word
    .replace(/(?:sses)$/, "ss")
    .replace(/ies$/, "y")
    .replace(/(?<=[^su])s$/, "")
    .replace(/(?<=[a-z]{3})(?:ing|ed|ly|er|ness)$/, "")
    .replace(/(.)\1$/, "$1")
    .replace(/e$/, "");
}
