import type { Mention } from "@guchi/platform/text/matcher.ts";
import { isDenied, isListedAfter, isListedBefore } from "./denial.ts";
import { CONCEPTS, conceptsIn, isKind, isSubject, type Concept, type Feeling } from "./lexicon.ts";
import { isOfOccasion } from "./occasion.ts";
import { askingOf, CLAUSE, isIn, partsOf, SENTENCE, TELLS, type Part } from "./sentences.ts";

/** What a message speaks of, and where. */
export interface Spoken extends Part {
  readonly concept: Concept;
  readonly word: string;
  readonly isWanted: boolean;
  readonly isOfSpeaker: boolean;
}

/** What is spoken of: beside a sentence that asks for a film, the rest is why. */
export function spokenOf(letters: string): readonly Spoken[] {
  const asks = askingOf(letters);
  const all = conceptsIn(letters);
  const asked = all.filter(
    ({ value, start }) =>
      value.feeling === undefined && !SAYS_LITTLE.has(value.id) && asks.some((each) => isIn(each, start)),
  );
  const rests = restsOf(letters, all);
  const [kinds, things] = [asked.some(({ value }) => isKind(value)), asked.length > 0];
  const counts = ({ value, start, end }: Mention<Concept>) => {
    if (value.feeling !== undefined || asks.some((each) => isIn(each, start))) return true;
    const after = letters.slice(end);
    const before = letters.slice(0, start);
    const leaves = isKind(value) || OF_KIND.test(after) || LEFT_OUT.test(before) || LEFT_OUT_JAPANESE.test(after);
    if (leaves && isDenied(before, after)) return true;
    if (LIKED.test(after) || LIKES.test(before) || rests.some((each) => isIn(each, start))) return true;
    if (isSubject(value) && asks.length > 0 && tellsAt(letters, start)) return false;
    return isSubject(value) ? !things : !kinds;
  };
  return all
    .filter(
      (each) =>
        counts(each) &&
        !AS_WELL.test(letters.slice(each.end)) &&
        !isOfOccasion(each, letters) &&
        !isRefusing(each, all, letters),
    )
    .map(({ value, start, end }, at, said) => {
      const ofSpeaker = isOfSpeaker(letters, { start, end });
      const concept = value.feeling === undefined || ofSpeaker ? value : (asFilm(value.feeling) ?? value);
      const isWanted = !isUnwantedIn(said, at, letters);
      return { concept, word: letters.slice(start, end), isWanted, isOfSpeaker: ofSpeaker, start, end };
    });
}

/** Whether a sentence tells of one's day, beside one that asks: "Missed the last train. …". */
function tellsAt(letters: string, place: number): boolean {
  const sentence = partsOf(letters, SENTENCE).find((each) => isIn(each, place));
  return sentence !== undefined && TELLS_ENGLISH.test(letters.slice(sentence.start, sentence.end));
}

const TELLS_ENGLISH =
  /^(?!.*\b(?:films?|movies?|watch|one where)\b).*\b(?:my|our|i'm|i|we|was|were|had|broke|missed|lost)\b/u;

/** What somebody who will watch likes: 「娘がプリンセス大好き」, "she loves horses". */
const LIKED = /^(?:映画|もの)?(?:が|も)?(?:大|だい)?(?:好き|すき|ハマ)/u;
const LIKES = /\b(?:loves?|likes|adores?|into|fan of|obsessed with) (?:\w+ )?$/u;

/** A thing that is spoken of as a kind of film: 「難病ものは苦手」. */
const OF_KIND = /^(?:もの|モノ|系|映画)/u;

/** Where a film is made need not be what it is about. */
export const COUNTRIES: ReadonlySet<string> = new Set(
  "italy hongkong india korea taiwan china mexico abroad".split(" "),
);

/** What a request may say beside the thing that it wants. */
const SAYS_LITTLE: ReadonlySet<string> = new Set(["surprise", ...COUNTRIES]);

/** What would do as well is no wish: 「アニメでもいい」. */
const AS_WELL =
  /^(?: (?:is |are |bits? )?(?:ok|okay|fine|allowed)\b)|^(?:映画|もの)?でも(?:いい|良い|ok|可(?!愛)|大丈夫|構わ|かまわ)/u;

/** A sentence or clause that does nothing but leave something out: "Not sharks!!". */
const LEFT_OUT =
  /(?:^|[.!?,;:]\s*|\b(?:but|and|please)\s+)(?:just |please )?(?:not|no|without|minus|nothing with)\s+(?:any |a |the )?$/u;

const LEFT_OUT_JAPANESE = /^(?:人|が|は|も|な|ま|に|出て|来|こ)*ない(?:やつ|もの|映画|の(?:で|が)|方|ほう)/u;

/** Sentences of nobody, beside the one that asks: 「泣きたい。恋愛じゃなくて家族ので」. */
function restsOf(letters: string, all: readonly Mention<Concept>[]): readonly Part[] {
  return partsOf(letters, SENTENCE).filter((part) => {
    const sentence = letters.slice(part.start, part.end);
    const feels = all.some(({ value, start }) => value.feeling !== undefined && isIn(part, start));
    return !feels && !TELLS.test(sentence) && !OF_SOMEBODY.test(sentence) && !STATES.test(sentence);
  });
}

const OF_SOMEBODY =
  /\b(?:i|i'm|i've|im|me|my|we|we're|our|he|she|they|his|her|it's|is|are|has|got)\b|(?:夫|妻|旦那|嫁|彼氏|彼女|息子|娘|母|父|親|上司|友達|弟|妹|兄|姉|孫)[がはも]/u;
const STATES = /(?:です|ます|てる|ている|だ|いる|ある|ない|る|い|う|く|す|つ|ぬ|む)[よねなわ]?[。!]*$|私|俺|僕/u;

/** Whether one of the mentions is denied, by itself or with others of its list. */
function isUnwantedIn(said: readonly Part[], at: number, letters: string): boolean {
  const [before, each, next] = [said[at - 1], said[at], said[at + 1]];
  if (each === undefined) return false;
  const rest = letters.slice(each.end);
  if (isDenied(letters.slice(0, each.start), rest)) return true;
  if (next !== undefined && isListedBefore(rest, next.start - each.end, letters.slice(next.end))) {
    return isUnwantedIn(said, at + 1, letters);
  }
  return (
    before !== undefined &&
    isListedAfter(letters.slice(before.end), each.start - before.end) &&
    isUnwantedIn(said, at - 1, letters)
  );
}

/**
 * Who is tired of a kind, or hates it, need not be in a bad mood: 「ホラー大嫌い」,
 * "I hate musicals".
 */
function isRefusing(
  { value, start, end }: Mention<Concept>,
  all: readonly Mention<Concept>[],
  letters: string,
): boolean {
  if (value.feeling === undefined) return false;
  return all.some(
    (each) =>
      (isKind(each.value) || (isSubject(each.value) && HATES.test(letters.slice(start, end)))) &&
      (isNext(each.end, start) || isNext(end, each.start)) &&
      isDenied(letters.slice(0, each.start), letters.slice(each.end)),
  );
}

const HATES = /^(?:hates?|大?嫌い)/u;

function isNext(end: number, start: number): boolean {
  return start >= end && start - end <= CLOSE;
}

/** Words so near to each other belong together, in UTF-16 units. */
const CLOSE = 4;

/** 「悲しい恋の話」, "a sad love story": the film feels so, and that is a kind of film. */
export const AS_FILM: Readonly<Record<Feeling, string>> = {
  sad: "tearjerker",
  lonely: "lonely",
  angry: "furious",
  anxious: "tense",
  tired: "calm",
  bored: "calm",
  bad: "dark",
};

function asFilm(feeling: Feeling): Concept | undefined {
  return CONCEPTS.find(({ concept }) => concept.id === AS_FILM[feeling])?.concept;
}

/** Whether it is the speaker who feels so, and neither the film nor somebody else. */
function isOfSpeaker(letters: string, { start, end }: Part): boolean {
  const clause = partsOf(letters, CLAUSE).find((each) => isIn(each, start));
  const [before, after] = [letters.slice(clause?.start ?? 0, start), letters.slice(end, clause?.end)];
  // What is said in brackets of somebody is of them: "my grandfather (grumpy, loves horses)".
  if (/\([^)]*$/u.test(letters.slice(0, start))) return false;
  if (FIRST_PERSON.test(before) || REASON.test(after)) return true;
  return !THIRD_PERSON.test(before) && !FILM_BEFORE.test(before) && !OF_FILM.test(after);
}

const FIRST_PERSON = /私|俺|僕|\b(?:i|i'm|im|i've|me|my|we|we're)\b/u;
const REASON = /^[くい]?(?:から|ので|けど|し|んで)/u;
const THIRD_PERSON = /\b(?:she|he|they|who|it)\b/u;
const FILM_BEFORE = /\b(?:films?|movies?|anime|ghibli|story|stories|something|anything|nothing|one)\b/u;
const OF_FILM =
  /^.{0,14}(?:映画|アニメ|ドラマ|ラブストーリー|物語|話|やつ|もの)|^(?:\s+[\p{L}-]+){0,3}\s+(?:films?|movies?|anime|stor(?:y|ies)|romances?|comed(?:y|ies)|dramas?|ending|one|ones)\b/u;
