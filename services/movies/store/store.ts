import type { Rating } from "@guchi/contracts/movie.ts";
import type { StoredFilm } from "../films/film.ts";

/** Which films come into question. What is left out does not count. */
export interface FilmFilter {
  /** The highest class that may be shown. */
  readonly rating: Rating;
  readonly years?: { readonly from: number; readonly to: number } | undefined;
  readonly minMinutes?: number | undefined;
  readonly maxMinutes?: number | undefined;
  /** ISO 3166-1 alpha-2: made in one of these, or in none. */
  readonly country?: { readonly codes: readonly string[]; readonly isWanted: boolean } | undefined;
  /** At least one of these genres; none of those. */
  readonly genres?: readonly string[] | undefined;
  readonly notGenres?: readonly string[] | undefined;
  /** One of these; none of those. */
  readonly keys?: readonly string[] | undefined;
  readonly notKeys?: readonly string[] | undefined;
}

interface Search {
  readonly model: string;
  readonly vector: Float32Array;
  readonly order: "nearest" | "farthest";
  readonly filter: FilmFilter;
  /** At most so many. */
  readonly limit: number;
}

/** A film that was found, and the cosine of its vector and that of the search, -1 to 1. */
export interface Found {
  readonly film: StoredFilm;
  readonly similarity: number;
}

/** The vectors that one model made. */
interface Space {
  readonly model: string;
  readonly dimension: number;
  /** How many films have one. */
  readonly films: number;
}

interface FilmVector {
  /** As it was when the vector was made of it. */
  readonly film: StoredFilm;
  readonly vector: Float32Array;
}

/** How far an import has come, kept together with what it brought. */
export interface ImportProgress {
  /** What tells this file from others. */
  readonly file: string;
  /** Bytes and lines that are done. */
  readonly bytes: number;
  readonly lines: number;
  readonly stored: number;
  readonly bad: number;
}

interface Put {
  readonly films: readonly StoredFilm[];
  /** Their vectors by the one model that is always at hand, in the same order. */
  readonly vectors: readonly Float32Array[];
  readonly model: string;
  readonly progress?: ImportProgress;
}

/**
 * Where the films and their vectors are kept. Whoever searches does not wait for whoever writes,
 * in this process or another. Throws StoreError.
 */
export interface FilmStore {
  /** Keeps all of it or nothing. A film whose key is known takes the place of the old one. */
  put(put: Put): Promise<void>;
  count(): Promise<number>;
  get(key: string): Promise<StoredFilm | undefined>;
  /** Films whose title begins with one of these, as `bareTitle` writes them; at most 20. */
  titled(beginnings: readonly string[]): Promise<readonly StoredFilm[]>;
  /** Films whose director's name begins with one of these, by `directorsIn`; at most 100. */
  directedBy(beginnings: readonly string[]): Promise<readonly StoredFilm[]>;
  /** Keys of films that one of these words calls, as `callsOf` tells them; at most 200. */
  calledBy(words: readonly string[]): Promise<readonly string[]>;
  spaces(): Promise<readonly Space[]>;
  /** The films nearest to the vector, or farthest from it, by cosine, among all of the model's. */
  search(search: Search): Promise<readonly Found[]>;
  /** Films that have no vector of this model yet. */
  lacking(model: string, limit: number): Promise<readonly StoredFilm[]>;
  /** Adds vectors of a model. Those of films that are gone or changed since are dropped. */
  addVectors(model: string, vectors: readonly FilmVector[]): Promise<void>;
  /** Forgets the vectors of a model. */
  dropSpace(model: string): Promise<void>;
  importProgress(file: string): Promise<ImportProgress | undefined>;
  close(): void;
}

/** The store cannot be opened, read or written. */
export class StoreError extends Error {
  override readonly name = "StoreError";
}
