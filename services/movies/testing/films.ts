import type { StoredFilm } from "../films/film.ts";
import type { FilmMemory, Told } from "../memory.ts";
import { createLocalEmbedding } from "../providers/local.ts";

/** The embedding of every test. */
export const local = createLocalEmbedding();

/** A film for tests, with what a test wants to be different. */
export function testFilm(key: string, different: Partial<StoredFilm> = {}): StoredFilm {
  return {
    key,
    title: { ja: `映画${key}`, en: `Film ${key}` },
    year: 2000,
    director: { ja: "監督", en: "A Director" },
    country: ["JP"],
    genres: ["drama"],
    moods: ["calm"],
    minutes: 100,
    rating: "all",
    review: { ja: `${key}の静かな話。`, en: `A quiet story of ${key}.` },
    ...different,
  };
}

/** What users were told, as long as the test lives. */
export function testMemory(): FilmMemory {
  const told = new Map<string, (Told & { readonly job: string })[]>();
  const of = (user: string) => told.get(user) ?? [];
  return {
    before: async (user, job) => of(user).filter((each) => each.job !== job),
    remember: async (user, job, note) => void told.set(user, [...of(user), { ...note, job }]),
  };
}
