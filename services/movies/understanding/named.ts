import type { StoredFilm } from "../films/film.ts";
import { plain } from "./lexicon.ts";

/** Longest title that is looked for, in UTF-16 units and in words. */
const LONGEST = 40;
const MOST_WORDS = 8;
/** Shorter ones are words of any sentence. */
const SHORTEST = 3;

const JAPANESE_LIKENESS =
  /みたい[なにだで]|のような|っぽ[いく]|に似|と似|(?:の(?:こと)?)?[がもは、]?(?:大)?(?:好き|すき)|を[観見]て|が(?:よ|良)かった|と(?:同じ|おなじ)/gu;
const ENGLISH_LIKENESS =
  /\b(?:like|similar to|loved?|enjoyed|liked|as good as|vein of|style of|spirit of|fans? of|reminds me of) (?:the (?:movie|film) )?/gu;
const BRACKETED = /[『「"“]([^』」"”]{2,40})[』」"”]/gu;
/** What a title in English ends before. */
const AFTER_TITLE =
  /^["”']?(?:\s*[.,!?;:()—-]|\s*$|\s+(?:but|and|or|with|only|except|please|pls|for|where|that|because|so|style|as|in|minus|without|anything|something|i|what|vibes?|kind|type)\b)/u;

/**
 * What may be the title of a film that another one is to be like, the longest first, as
 * `bareTitle` writes it: 「ショーシャンクの空にみたいな」, "like The Godfather".
 */
export function titlesIn(text: string): readonly string[] {
  const letters = plain(text);
  const japanese = Array.from(letters.matchAll(JAPANESE_LIKENESS), ({ index }) => endsOf(letters, index)).flat();
  const english = Array.from(letters.matchAll(ENGLISH_LIKENESS), ({ 0: words, index }) =>
    startsOf(letters.slice(index + words.length)),
  ).flat();
  const bracketed = Array.from(letters.matchAll(BRACKETED), ([, title = ""]) => title);
  const titles = [...bracketed, ...japanese, ...english].map(bareTitle).filter(({ length }) => length >= SHORTEST);
  return [...new Set(titles)].toSorted((a, b) => b.length - a.length);
}

/** Every end of what stands before a place in its sentence. */
function endsOf(letters: string, place: number): readonly string[] {
  const before =
    letters
      .slice(Math.max(0, place - LONGEST), place)
      .replace(/。$/u, "") // 「君の名は。」
      .split(/[。!?\n]/u)
      .at(-1) ?? "";
  return Array.from({ length: before.length }, (_, at) => before.slice(at));
}

/** Every run of words from the start, up to where a title may end. */
function startsOf(letters: string): readonly string[] {
  const ends = Array.from(
    letters.slice(0, 2 * LONGEST).matchAll(/[^\s]+/gu),
    ({ 0: word, index }) => index + word.length,
  );
  return ends.slice(0, MOST_WORDS).flatMap((end) => {
    const title = letters.slice(0, end).replace(/^["“']|["”'.,!?;:)]+$/gu, "");
    return AFTER_TITLE.test(letters.slice(title.length)) ? [title, `the ${title}`] : [];
  });
}

/** A title in small letters, without spaces, middle dots and an end, as the store looks it up. */
function bareTitle(title: string): string {
  return plain(title)
    .replaceAll(/[ ・]/gu, "")
    .replace(/[.。]$/u, "");
}

/** Whether a film goes by this title: the whole, or what its series is called. */
export function isCalled(film: Pick<StoredFilm, "title">, title: string): boolean {
  return [film.title.ja, film.title.en].some((whole) =>
    [whole, SERIES.exec(whole)?.[0] ?? whole].some((each) => bareTitle(each) === title),
  );
}

/** 「名探偵コナン ベイカー街の亡霊」, 「ハリー・ポッターと賢者の石」, "Mad Max: Fury Road". */
const SERIES =
  /^(?:[\p{Script=Katakana}ー・]{4,}(?=と)|[\p{Script=Katakana}ー・]{6,}(?=の)|\S+?(?=[ /〜]\P{ASCII})|.+?(?=: | and the |\d$))/u;
