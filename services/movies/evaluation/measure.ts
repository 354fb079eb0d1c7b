import { testCall } from "@guchi/providers/testing/stage-context.ts";
import { rankFilms } from "../choose.ts";
import { textOf, type StoredFilm } from "../films/film.ts";
import { loadStarter } from "../starter.ts";
import { openSqliteVec } from "../store/sqlite-vec.ts";
import { local } from "../testing/films.ts";
import { plain } from "../understanding/lexicon.ts";
import { wishOf } from "../understanding/wish.ts";
import type { Paraphrase } from "./tables.ts";

/** The keys of the films, nearest to the text first. */
export type Ranking = (text: string) => Promise<readonly string[]>;

/** As the stage ranks them, by our own embedding. */
export async function ours(): Promise<Ranking> {
  const store = openSqliteVec(":memory:");
  await loadStarter(store, local);
  return async (text) => {
    const [about = new Float32Array()] = await local.embed([text], { ...testCall(), model: local.model });
    const asked = { store, model: local.model, about, wish: wishOf(text), mode: "nearest" } as const;
    return (await rankFilms(asked, { rating: "r18" })).map(({ film }) => film.key);
  };
}

/** By the runs of two and three characters that they share, and nothing else. */
export function ngrams(films: readonly StoredFilm[]): Ranking {
  const vectors = films.map((film) => ({ key: film.key, vector: runsOf(textOf(film)) }));
  return async (text) => {
    const asked = runsOf(text);
    return vectors
      .map(({ key, vector }) => ({ key, near: cosine(asked, vector) }))
      .toSorted((a, b) => b.near - a.near)
      .map(({ key }) => key);
  };
}

/** Of how many paraphrases the film meant is among the first `at`. */
export async function recall(ranking: Ranking, paraphrases: readonly Paraphrase[], at: number): Promise<number> {
  const found = await Promise.all(
    paraphrases.map(async ({ key, text }) => (await ranking(text)).slice(0, at).includes(key)),
  );
  return found.filter(Boolean).length;
}

function runsOf(text: string): ReadonlyMap<string, number> {
  const letters = plain(text).replaceAll(/[\s\p{P}]+/gu, " ");
  const runs = new Map<string, number>();
  for (const length of [2, 3]) {
    for (let at = 0; at + length <= letters.length; at += 1) {
      const run = letters.slice(at, at + length);
      runs.set(run, (runs.get(run) ?? 0) + 1);
    }
  }
  return runs;
}

function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let product = 0;
  for (const [run, count] of a) product += Math.log1p(count) * Math.log1p(b.get(run) ?? 0);
  return product / (lengthOf(a) * lengthOf(b) || 1);
}

function lengthOf(runs: ReadonlyMap<string, number>): number {
  return Math.hypot(...Array.from(runs.values(), Math.log1p));
}
