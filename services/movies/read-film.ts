import { joinedName, keywordsOf, textOf, type StoredFilm } from "./films/film.ts";
import { wordsIn } from "./providers/local/tokens.ts";
import { conceptsIn, plain, type Concept } from "./understanding/lexicon.ts";

/** What a film is told of with. */
interface ReadFilm {
  /** All of it, made plain. */
  readonly text: string;
  /** What its titles, its reviews and its keywords speak of, each by itself. */
  readonly told: readonly ReadonlySet<Concept>[];
  /** Its keywords, made plain. */
  readonly phrases: readonly Phrase[];
}

interface Phrase {
  /** The whole as one word, where it has several, as a person's name. */
  readonly name: string | undefined;
  /** Its words, and how much each counts. */
  readonly words: readonly (readonly [word: string, weight: number])[];
}

/** Reading is most of a search; the films that are looked at closer are mostly the same ones. */
const read = new Map<string, ReadFilm>();
const MOST_READ = 2_000;

/** Reads what is told of a film, once. */
export function readFilm(film: StoredFilm): ReadFilm {
  const whole = textOf(film);
  const known = read.get(whole);
  if (known !== undefined) return known;
  const { title, review } = film;
  const keywords = keywordsOf(film);
  const told = [`${title.ja}\n${title.en}`, review.ja, review.en, keywords.join("\n")].map(
    (text) => new Set(conceptsIn(plain(text)).map(({ value }) => value)),
  );
  const phrases = keywords.map((each) => {
    const name = joinedName(each);
    return { name: name === each ? undefined : name, words: [...wordsIn(each)] };
  });
  const found = { text: plain(whole), told, phrases };
  if (read.size >= MOST_READ) read.clear();
  read.set(whole, found);
  return found;
}
