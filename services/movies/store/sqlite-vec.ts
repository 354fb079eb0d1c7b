import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { parseAs } from "@guchi/chain/schema.ts";
import type { Language } from "@guchi/contracts/language.ts";
import { load } from "sqlite-vec";
import Type from "typebox";
import { callsOf, StoredFilm } from "../films/film.ts";
import { conditions, RATINGS, words } from "./conditions.ts";
import { bareTitleIn, beginning, directorIn, SCHEMA } from "./schema.ts";
import { StoreError, type FilmStore } from "./store.ts";

/**
 * How long a writer waits for another one, in ms: it holds its process up, whose locks in the
 * queues last 10 s. One batch of an import takes far less.
 */
const BUSY_MS = 2_000;

/** Films by their titles, and by their directors, that are given at once. */
const MOST_TITLED = 20;
const MOST_DIRECTED = 100;
const MOST_CALLED = 200;

const Progress = Type.Object({
  file: Type.String(),
  bytes: Type.Integer(),
  lines: Type.Integer(),
  stored: Type.Integer(),
  bad: Type.Integer(),
});

const Json = Type.Object({ json: Type.String() });
const Key = Type.Object({ key: Type.String() });
const Count = Type.Object({ count: Type.Integer() });
const SpaceRow = Type.Object({ model: Type.String(), dimension: Type.Integer(), films: Type.Integer() });
const SpaceId = Type.Object({ id: Type.Integer(), dimension: Type.Integer() });
const FoundRow = Type.Object({ json: Type.String(), distance: Type.Number() });

/**
 * Films in one SQLite file, searched by sqlite-vec: every vector is looked at, so that nearest and
 * farthest are exact. In WAL mode a reader sees the last whole write and never waits for a writer;
 * a process that is killed leaves whole writes alone. Throws StoreError, one line, when the file
 * cannot be used.
 */
export function openSqliteVec(path: string): FilmStore {
  return new SqliteVecStore(open(path), path);
}

function open(path: string): DatabaseSync {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path, { allowExtension: true, timeout: BUSY_MS });
    load(database);
    database.enableLoadExtension(false);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;");
    database.exec(SCHEMA);
    return database;
  } catch (cause) {
    throw new StoreError(`The films in ${path} cannot be opened: ${reasonOf(cause)}`, { cause });
  }
}

class SqliteVecStore implements FilmStore {
  readonly #database: DatabaseSync;
  readonly #path: string;

  constructor(database: DatabaseSync, path: string) {
    this.#database = database;
    this.#path = path;
  }

  put: FilmStore["put"] = async ({ films, vectors, model, progress }) =>
    this.#write(() => {
      for (const [index, film] of films.entries()) {
        const id = this.#putFilm(film);
        const vector = vectors[index];
        if (vector !== undefined) this.#putVector(this.#space(model, vector.length), id, vector);
      }
      if (progress !== undefined) {
        this.#run("INSERT OR REPLACE INTO imports (file, json) VALUES (?, ?)", progress.file, JSON.stringify(progress));
      }
    });

  count: FilmStore["count"] = async () => this.#row(Count, "SELECT count(*) AS count FROM films")?.count ?? 0;

  get: FilmStore["get"] = async (key) => {
    const known = this.#known(key);
    return known && filmOf(known.json);
  };

  titled: FilmStore["titled"] = async (beginnings) => this.#beginning(bareTitleIn, beginnings, MOST_TITLED);

  directedBy: FilmStore["directedBy"] = async (beginnings) => this.#beginning(directorIn, beginnings, MOST_DIRECTED);

  calledBy: FilmStore["calledBy"] = async (words) =>
    this.#rows(
      Key,
      `SELECT DISTINCT key FROM (SELECT value FROM json_each(?)) AS sought CROSS JOIN calls ON word = sought.value
      JOIN films ON films.id = film LIMIT ?`,
      JSON.stringify(words),
      MOST_CALLED,
    ).map(({ key }) => key);

  spaces: FilmStore["spaces"] = async () =>
    this.#rows(
      SpaceRow,
      `SELECT model, dimension, (SELECT count(*) FROM vectors WHERE space = spaces.id) AS films FROM spaces
      ORDER BY spaces.id`,
    ).map(({ model, dimension, films }) => ({ model, dimension, films }));

  search: FilmStore["search"] = async ({ model, vector, order, filter, limit }) => {
    const space = this.#knownSpace(model, vector.length);
    if (space === undefined) return [];
    const { where, values } = conditions(filter);
    const rows = this.#rows(
      FoundRow,
      `WITH hits AS MATERIALIZED (
        SELECT film, coalesce(vec_distance_cosine(vector, ?), 1) AS distance FROM vectors JOIN films ON films.id = film
        WHERE space = ? AND ${where} ORDER BY distance ${order === "nearest" ? "ASC" : "DESC"}, key LIMIT ?
      ) SELECT json, distance FROM hits JOIN details USING (film)`,
      blob(vector),
      space,
      ...values,
      limit,
    );
    const found = rows.map(({ json, distance }) => ({ film: filmOf(json), similarity: clamp(1 - distance) }));
    return found.toSorted((a, b) => (order === "nearest" ? b.similarity - a.similarity : a.similarity - b.similarity));
  };

  lacking: FilmStore["lacking"] = async (model, limit) =>
    this.#rows(
      Json,
      `SELECT json FROM details WHERE film NOT IN (
        SELECT film FROM vectors JOIN spaces ON spaces.id = space WHERE model = ?
      ) ORDER BY film LIMIT ?`,
      model,
      limit,
    ).map(({ json }) => filmOf(json));

  addVectors: FilmStore["addVectors"] = async (model, vectors) =>
    this.#write(() => {
      for (const { film, vector } of vectors) {
        const known = this.#known(film.key);
        if (known?.json === JSON.stringify(film)) this.#putVector(this.#space(model, vector.length), known.id, vector);
      }
    });

  dropSpace: FilmStore["dropSpace"] = async (model) =>
    this.#write(() => {
      this.#run("DELETE FROM vectors WHERE space = (SELECT id FROM spaces WHERE model = ?)", model);
      this.#run("DELETE FROM spaces WHERE model = ?", model);
    });

  importProgress: FilmStore["importProgress"] = async (file) => {
    const row = this.#row(Json, "SELECT json FROM imports WHERE file = ?", file);
    return row === undefined ? undefined : parseAs<typeof Progress>(Progress, JSON.parse(row.json));
  };

  close(): void {
    this.#database.close();
  }

  /** The film's row; what models made of an older text of it is forgotten. */
  #putFilm(film: StoredFilm): number {
    const json = JSON.stringify(film);
    const known = this.#known(film.key);
    if (known?.json === json) return known.id;
    const columns = [
      film.year,
      film.minutes,
      RATINGS.indexOf(film.rating),
      words(film.country),
      words(film.genres),
    ] as const;
    if (known !== undefined) {
      const set = "year = ?, minutes = ?, rating = ?, countries = ?, genres = ?";
      this.#run(`UPDATE films SET ${set} WHERE id = ?`, ...columns, known.id);
      this.#run("UPDATE details SET json = ? WHERE film = ?", json, known.id);
      for (const table of ["vectors", "calls"]) this.#run(`DELETE FROM ${table} WHERE film = ?`, known.id);
      this.#putCalls(known.id, film);
      return known.id;
    }
    const names = "key, year, minutes, rating, countries, genres";
    const id = this.#run(`INSERT INTO films (${names}) VALUES (?, ?, ?, ?, ?, ?)`, film.key, ...columns);
    this.#run("INSERT INTO details (film, json) VALUES (?, ?)", id, json);
    this.#putCalls(id, film);
    return id;
  }

  #putCalls(id: number, film: StoredFilm): void {
    const sql = "INSERT INTO calls (word, film) SELECT value, ? FROM json_each(?)";
    this.#run(sql, id, JSON.stringify(callsOf(film)));
  }

  #beginning(indexed: (language: Language) => string, sought: readonly string[], limit: number): StoredFilm[] {
    const sql = `SELECT DISTINCT json FROM (${beginning(indexed("ja"))} UNION ALL ${beginning(indexed("en"))}) LIMIT ?`;
    const beginnings = JSON.stringify(sought);
    return this.#rows(Json, sql, beginnings, beginnings, limit).map(({ json }) => filmOf(json));
  }

  #known(key: string) {
    return this.#row(FilmId, "SELECT id, json FROM films JOIN details ON film = id WHERE key = ?", key);
  }

  #putVector(space: number, film: number, vector: Float32Array): void {
    const sql = "INSERT OR REPLACE INTO vectors (space, film, vector) VALUES (?, ?, ?)";
    this.#run(sql, space, film, blob(vector));
  }

  /** The number of a model's space, which is made with its first vector. */
  #space(model: string, dimension: number): number {
    const sql = "INSERT INTO spaces (model, dimension) VALUES (?, ?)";
    return this.#knownSpace(model, dimension) ?? this.#run(sql, model, dimension);
  }

  #knownSpace(model: string, dimension: number): number | undefined {
    const known = this.#row(SpaceId, "SELECT id, dimension FROM spaces WHERE model = ?", model);
    if (known === undefined || known.dimension === dimension) return known?.id;
    throw new StoreError(`${model} has vectors of ${known.dimension} numbers, not of ${dimension}`);
  }

  /** All of it or nothing. */
  #write(work: () => void): void {
    this.#run("BEGIN IMMEDIATE");
    try {
      work();
      this.#run("COMMIT");
    } catch (error) {
      if (this.#database.isTransaction) this.#run("ROLLBACK");
      throw error;
    }
  }

  #row<Row extends Type.TSchema>(row: Row, sql: string, ...values: readonly SQLInputValue[]) {
    return this.#rows(row, sql, ...values)[0];
  }

  #rows<Row extends Type.TSchema>(row: Row, sql: string, ...values: readonly SQLInputValue[]): Type.Static<Row>[] {
    const rows = this.#do(() => this.#database.prepare(sql).all(...values));
    return rows.map((each) => parseAs(row, each));
  }

  /** Runs a statement that gives no rows; returns the number of the row that it added. */
  #run(sql: string, ...values: readonly SQLInputValue[]): number {
    return Number(this.#do(() => this.#database.prepare(sql).run(...values)).lastInsertRowid);
  }

  #do<Done>(work: () => Done): Done {
    try {
      return work();
    } catch (cause) {
      throw new StoreError(`The films in ${this.#path} cannot be used: ${reasonOf(cause)}`, { cause });
    }
  }
}

const FilmId = Type.Object({ id: Type.Integer(), json: Type.String() });

function filmOf(json: string): StoredFilm {
  return parseAs(StoredFilm, JSON.parse(json));
}

function blob({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function clamp(value: number): number {
  return Math.max(-1, Math.min(1, value));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
