import { factsOf, type Facts } from "./facts.ts";
import { add, feelOf, feelOfSpeaker, type Feel } from "./feel.ts";
import { conceptsIn, isKind, isSubject, plain, type Concept } from "./lexicon.ts";

/** What a message asks for. */
export interface Wish {
  /** What it speaks of, as it speaks of it, each once. */
  readonly wanted: readonly Concept[];
  /** What it does not want: never in either mode. */
  readonly unwanted: readonly Concept[];
  /** Where among the axes of feel.ts the film should lie. */
  readonly film: Feel;
  /** Where the speaker is. */
  readonly speaker: Feel;
  /** Whether it says anything of the film, or only of the speaker. */
  readonly isOfFilm: boolean;
  /** Whether it asks for a film and says nothing of feeling bad, however sad the film should be. */
  readonly isPlainRequest: boolean;
  readonly facts: Facts;
}

/** What a message asks for, by its words. */
export function wishOf(text: string): Wish {
  const letters = plain(text);
  const asks = askingOf(letters);
  const mentions = conceptsIn(letters)
    .filter(({ value, start }) => !isSubject(value) || asks.length === 0 || asks.some((each) => isIn(each, start)))
    .map(({ value, start, end }) => ({
      concept: value,
      isWanted: !isDenied(letters.slice(0, start), letters.slice(end)),
    }));
  const which = (wanted: boolean) => [
    ...new Set(mentions.filter(({ isWanted }) => isWanted === wanted).map(({ concept }) => concept)),
  ];
  const unwanted = which(false);
  const wanted = which(true).filter((concept) => !unwanted.includes(concept));
  const ofFilm = wanted.filter(isKind);
  const feelings = wanted.flatMap(({ feeling }) => (feeling === undefined ? [] : [feeling]));
  return {
    wanted: wanted.filter(({ feeling, moods }) => feeling === undefined || moods.length > 0),
    unwanted,
    film: add([
      [feelOf(hints(ofFilm, "genres"), hints(ofFilm, "moods")), 1],
      [feelOf(hints(unwanted, "genres"), hints(unwanted, "moods")), -0.7],
    ]),
    speaker: feelOfSpeaker(feelings),
    isOfFilm: ofFilm.length + unwanted.length > 0,
    isPlainRequest: (REQUEST.test(letters) || ofFilm.length > 0) && feelings.every((feeling) => feeling === "bored"),
    facts: factsOf(text),
  };
}

interface Part {
  readonly start: number;
  readonly end: number;
}

/** The sentences that ask for a film: what else is told is why, and nothing that it should have. */
function askingOf(letters: string): readonly Part[] {
  return Array.from(letters.matchAll(SENTENCE), ({ 0: sentence, index }) => ({
    start: index,
    end: index + sentence.length,
    asks: ASKS.test(sentence),
  })).filter(({ asks }) => asks);
}

const SENTENCE = /[^。.!?\n]+/gu;
const ASKS =
  /映画|アニメ|ドラマ|作品|邦画|洋画|やつ|(?:話|もの|の)(?:が|を|は|ない|ある|で|お願い|頼む)|[観見み](?:たい|る|られ)|おすすめ|お勧め|教え|\b(?:films?|movies?|anime|something|anything|musical|watch|show|recommend|want|need|give me|please|maybe|got)\b/u;

const REQUEST =
  /映画|アニメ|作品|邦画|洋画|やつ|(?:もの|話)(?:$|が|を|ある|ない|お願い)|のがいい|おすすめ|お勧め|[観見み]たい|\b(?:films?|movies?|anime|musicals?|something|anything|watch|recommend|surprise me|one)\b/u;

function isIn({ start, end }: Part, place: number): boolean {
  return place >= start && place < end;
}

function hints(concepts: readonly Concept[], kind: "genres" | "moods"): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const concept of concepts) {
    for (const id of concept[kind]) weights.set(id, Math.min(1.5, (weights.get(id) ?? 0) + 1 / concept[kind].length));
  }
  return weights;
}

/** 「怖くないやつ」, 「説教くさいのは嫌」, "not scary", "nothing to think about". */
function isDenied(before: string, after: string): boolean {
  return JAPANESE.test(after) || ENGLISH.test(before);
}

const JAPANESE =
  /^(?:っぽ|くさ)?(?:さ|い)?(?:もの|やつ|の|系|映画)?(?:くない|な(?:い(?!と|\?|$|です|の\?|かな|でしょうか)|く)|じゃな|ではな|でな|以外|[はがも]?(?:嫌|いや|イヤ|苦手|勘弁|無理|だめ|ダメ|なし|ナシ|いらない)|抜き|んで(?:も)?(?:いい|良い|ええ)|(?:な)?くて(?:も)?(?:いい|良い))/u;
const ENGLISH =
  /(?:\b(?:no|not|nothing|without|never|avoid|skip|non|neither|nor|less|hate|isn't|aren't|don't|doesn't|won't|can't stand|tired of|sick of|anything but)\b[- ]?(?:\s*(?:a|an|the|too|so|very|any|want|to|like|of|that|be|another|overly|more|have)\b){0,3}\s*)$/u;
