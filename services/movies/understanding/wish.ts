import type { StoredFilm } from "../films/film.ts";
import { GENRES, MOODS } from "../films/vocabulary.ts";
import { comforts } from "./comfort.ts";
import { factsOf, type Facts } from "./facts.ts";
import { add, even, feelOf, feelOfSpeaker, type Feel } from "./feel.ts";
import { CONCEPTS, isKind, isSubject, plain, type Concept } from "./lexicon.ts";
import { namesIn, type RareWord, rareWords } from "./rare.ts";
import { askingOf, ASKS_PLAINLY, NAMES_A_FILM, REQUEST, TELLS } from "./sentences.ts";
import { AS_FILM, COUNTRIES, spokenOf, type Spoken } from "./spoken.ts";

/** What a message asks for. */
export interface Wish {
  /** What it speaks of, as it speaks of it, each once. */
  readonly wanted: readonly Concept[];
  /** What its things are called in it. */
  readonly words: ReadonlyMap<Concept, readonly string[]>;
  /** What it does not want: never in either mode. */
  readonly unwanted: readonly Concept[];
  /** Where among the axes of feel.ts the film should lie, and where not. */
  readonly film: Feel;
  readonly refused: Feel;
  /** Where the speaker is. */
  readonly speaker: Feel;
  /** What the film is to be like, and not the same. */
  readonly alike: readonly StoredFilm[];
  /** Films by who it asks for, any of which may be given. */
  readonly by: readonly StoredFilm[];
  /** Words of it that are no concept's: a film that is told of with one may be meant. */
  readonly rare: readonly RareWord[];
  /** Who and what may be named in it, each as one word. */
  readonly names: readonly string[];
  /** What of it asks, made plain. */
  readonly asks: string;
  /** Whether it says anything of the film, or only of the speaker. */
  readonly isOfFilm: boolean;
  /** Whether it asks for a film and says nothing of feeling bad, however sad the film should be. */
  readonly isPlainRequest: boolean;
  /**
   * Whether it is met in any mood: it asks for what does good, for children, or for nothing but
   * things, which have no opposite.
   */
  readonly isMetInAnyMood: boolean;
  /** The whole message, made plain: it may name a film, or who made it. */
  readonly letters: string;
  readonly facts: Facts;
}

/** Films that a message speaks of. */
interface Known {
  /** The title that it wants something like, as `bareTitle` writes it. */
  readonly title?: string;
  readonly alike?: readonly StoredFilm[];
  readonly by?: readonly StoredFilm[];
}

/** What a message asks for, by its words and by the films that it speaks of. */
export function wishOf(text: string, { title = "", alike = [], by = [] }: Known = {}): Wish {
  const letters = withoutTitles(text, title);
  const facts = factsOf(text);
  const mentions = spokenOf(letters);
  const which = (isWanted: boolean) => [
    ...new Set(mentions.filter((each) => each.isWanted === isWanted).map(({ concept }) => concept)),
  ];
  const asked = which(true);
  const unwanted = unwantedOf(letters, which(false), mentions);
  const isMadeThere = ({ id }: Concept) => facts.country !== undefined && COUNTRIES.has(id);
  const isTold = TELLS.test(letters) && !REQUEST.test(letters) && !ASKS_PLAINLY.test(letters);
  const said = asked.filter(
    (concept) => !unwanted.includes(concept) && !isMadeThere(concept) && !(isTold && isSubject(concept)),
  );
  const wanted = [...alike.slice(0, 1).map(likenessOf), ...said];
  const ofFilm = wanted.filter(isKind);
  const feelings = mentions.flatMap(({ concept: { feeling }, isOfSpeaker }) =>
    feeling !== undefined && isOfSpeaker ? [feeling] : [],
  );
  const isOnlyBored = feelings.every((feeling) => feeling === "bored");
  return {
    wanted: told(wanted),
    words: new Map(wanted.map((concept) => [concept, wordsOf(concept, mentions)])),
    unwanted,
    film: add([
      [feelOf(hints(ofFilm, "genres"), hints(ofFilm, "moods")), 1],
      [leaningOf([...wanted.flatMap(({ leans }) => leans), ...audienceOf(facts)]), LEANING],
    ]),
    refused: feelOf(hints(unwanted, "genres"), hints(unwanted, "moods")),
    speaker: feelOfSpeaker([...new Set(feelings)]),
    isOfFilm: by.length + ofFilm.length + unwanted.length > 0,
    ...wordsAskedWith(letters, mentions),
    isMetInAnyMood:
      (REQUEST.test(letters) || ASKS_PLAINLY.test(letters)) &&
      (facts.isForChildren === true ||
        wanted.some((concept) => comforts(concept, feelings)) ||
        isOfThings(told(wanted))),
    isPlainRequest:
      (feelings.length > 0 && isOnlyBored && wanted.length + unwanted.length > 0) ||
      ((REQUEST.test(letters) ||
        ASKS_PLAINLY.test(letters) ||
        by.length > 0 ||
        ((wanted.length > 1 || NAMES_A_FILM.test(letters)) && wanted.length > 0 && !TELLS.test(letters)) ||
        (ofFilm.length > 0 && !TELLS.test(letters)) ||
        unwanted.some(isKind) ||
        isNothingElse(letters, mentions)) &&
        isOnlyBored),
    alike,
    by,
    letters: plain(text),
    facts,
  };
}

function unwantedOf(letters: string, refused: readonly Concept[], mentions: readonly Spoken[]): readonly Concept[] {
  // Who hates the songs of Christmas may want its film: what is said of a thing last counts.
  const isWantedLast = (concept: Concept) => mentions.findLast((each) => each.concept === concept)?.isWanted === true;
  const kept = refused.filter((concept) => !(isSubject(concept) && isWantedLast(concept)));
  return [...kept, ...(kept.some(({ id }) => id === "death") ? SAD : []), ...(LIVE_ACTION.test(letters) ? DRAWN : [])];
}

function wordsAskedWith(letters: string, mentions: readonly Spoken[]): Pick<Wish, "rare" | "names" | "asks"> {
  const asking = askingOf(letters, true);
  return {
    rare: rareWords(letters, asking, mentions),
    names: namesIn(letters),
    asks: asking.length === 0 ? letters : asking.map(({ start, end }) => letters.slice(start, end)).join("\n"),
  };
}

/** Who writes hardly more than the thing asks for it: "car racing". */
function isNothingElse(letters: string, mentions: readonly Spoken[]): boolean {
  const said = mentions.reduce((sum, { start, end, isWanted }) => sum + (isWanted ? end - start : 0), 0);
  return said >= letters.length / 2;
}

function wordsOf(concept: Concept, mentions: readonly Spoken[]): readonly string[] {
  return mentions.flatMap((each) => (each.concept === concept ? [each.word] : []));
}

/** Made plain. The name of a film says nothing of what is in it: "like Blade Runner". */
function withoutTitles(text: string, title: string): string {
  const letters = plain(text.replaceAll(NAMED, blank));
  if (title === "") return letters;
  return letters.replaceAll(new RegExp(Array.from(title, escaped).join("[ ・]*"), "gu"), blank);
}

function blank(name: string): string {
  return " ".repeat(name.length);
}

function escaped(letter: string): string {
  return letter.replace(/[$()*+.?[\\\]^{|}]/u, String.raw`\$&`);
}

const NAMED = /(?<=\b(?:like|similar to) )[A-Z][\w'-]*(?: [A-Z][\w'-]*)*/gu;

/** A film as a kind of films: those of its genres and moods. */
function likenessOf({ key, title, genres, moods }: StoredFilm): Concept {
  return { id: key, name: title, genres, moods, leans: [], feeling: undefined };
}

/** What films for who watches mostly are. */
function audienceOf({ isForAll, isForChildren }: Facts): readonly string[] {
  return isForChildren === true ? ["family"] : isForAll === true ? ["heartwarming", "nostalgic", "drama"] : [];
}

/** How much a thing says of how a film feels, beside its kind. */
const LEANING = 0.5;

function leaningOf(leans: readonly string[]): Feel {
  const of = (known: ReadonlyMap<string, unknown>) => even(leans.filter((id) => known.has(id)));
  return feelOf(of(GENRES), of(MOODS));
}

/** Who wants nobody to die wants nothing to weep at: no review tells how a film ends. */
const SAD = CONCEPTS.flatMap(({ concept }) => (concept.id === AS_FILM.sad ? [concept] : []));

function isOfThings(wanted: readonly Concept[]): boolean {
  return wanted.length > 0 && wanted.every(isSubject);
}

/** What is worth naming; "anything" is, when nothing else is said. */
function told(wanted: readonly Concept[]): readonly Concept[] {
  const all = wanted.filter(({ feeling, moods }) => feeling === undefined || moods.length > 0);
  const others = all.filter(({ id }) => id !== "surprise");
  return others.length > 0 ? others : all;
}

const LIVE_ACTION = /\blive[- ]action\b|実写(?!じゃ|以外|は)/u;
const DRAWN = CONCEPTS.flatMap(({ concept }) => (concept.id === "animation" ? [concept] : []));

function hints(concepts: readonly Concept[], kind: "genres" | "moods"): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const concept of concepts) {
    for (const id of concept[kind]) weights.set(id, Math.min(1.5, (weights.get(id) ?? 0) + 1 / concept[kind].length));
  }
  return weights;
}
