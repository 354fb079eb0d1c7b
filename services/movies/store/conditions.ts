import type { SQLInputValue } from "node:sqlite";
import { Rating } from "@guchi/contracts/movie.ts";
import type { FilmFilter } from "./store.ts";

/** Age classes, the lowest first: a column holds the place of one. */
export const RATINGS: readonly Rating[] = Rating.enum;

interface Conditions {
  readonly where: string;
  readonly values: readonly SQLInputValue[];
}

/** What a filter means for the columns of `films`. */
export function conditions(filter: FilmFilter): Conditions {
  const {
    rating,
    years,
    minMinutes,
    maxMinutes,
    country,
    genres = [],
    notGenres = [],
    keys = [],
    notKeys = [],
  } = filter;
  const all: (readonly [sql: string, ...values: SQLInputValue[]])[] = [["rating <= ?", RATINGS.indexOf(rating)]];
  if (years !== undefined) all.push(["year BETWEEN ? AND ?", years.from, years.to]);
  if (maxMinutes !== undefined) all.push(["minutes <= ?", maxMinutes]);
  if (minMinutes !== undefined) all.push(["minutes >= ?", minMinutes]);
  if (country !== undefined) {
    const { codes, isWanted } = country;
    const isOfOne = codes.map(() => "instr(countries, ?) > 0").join(" OR ");
    all.push([`${isWanted ? "" : "NOT "}(${isOfOne})`, ...named(codes)]);
  }
  if (genres.length > 0) all.push([`(${genres.map(() => "instr(genres, ?) > 0").join(" OR ")})`, ...named(genres)]);
  for (const genre of named(notGenres)) all.push(["instr(genres, ?) = 0", genre]);
  if (keys.length > 0) all.push([`key IN (${keys.map(() => "?").join()})`, ...keys]);
  if (notKeys.length > 0) all.push([`key NOT IN (${notKeys.map(() => "?").join()})`, ...notKeys]);
  return { where: all.map(([sql]) => sql).join(" AND "), values: all.flatMap(([, ...values]) => values) };
}

function named(ids: readonly string[]): readonly string[] {
  return ids.map((id) => ` ${id} `);
}

/** Ids in a column, so that one can be looked for whole. */
export function words(ids: readonly string[]): string {
  return ` ${ids.join(" ")} `;
}
