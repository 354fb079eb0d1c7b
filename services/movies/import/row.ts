import { jsonOrUndefined } from "@guchi/chain/json.ts";
import { parseAs, SchemaError } from "@guchi/chain/schema.ts";
import { StoredFilm } from "../films/film.ts";

/** A film, or why the record is none. */
export type Row = { readonly film: StoredFilm } | { readonly reason: string };

/** Reads a line of JSON Lines: a film as in films/starter.jsonl. */
export function filmOfJson(text: string): Row {
  const value = jsonOrUndefined(text);
  return value === undefined ? { reason: "is no JSON" } : checked(value);
}

/**
 * Columns of CSV. A title, director or review without its language stands for both; lists are
 * separated by `|`.
 */
const COLUMNS = [
  "key",
  "title",
  "title_ja",
  "title_en",
  "year",
  "director",
  "director_ja",
  "director_en",
  "country",
  "genres",
  "moods",
  "themes",
  "keywords_ja",
  "keywords_en",
  "minutes",
  "rating",
  "review",
  "review_ja",
  "review_en",
] as const;
type Column = (typeof COLUMNS)[number];

/** What the first line of CSV says of the columns; a reason when it cannot be one. */
export function headerOf(text: string): { readonly columns: readonly Column[] } | { readonly reason: string } {
  const names = fieldsOf(text.replace(/^\uFEFF/, ""))?.map((name) => name.trim().toLowerCase());
  if (names === undefined) return { reason: "is no CSV" };
  const columns = names.map((name) => COLUMNS.find((column) => column === name));
  const strange = names.find((_, at) => columns[at] === undefined);
  if (strange !== undefined) return { reason: `has a column "${strange.slice(0, 40)}", which no film has` };
  if (new Set(names).size < names.length) return { reason: "has a column twice" };
  return { columns: columns.filter((column) => column !== undefined) };
}

/** Reads a record of CSV. */
export function filmOfCsv(text: string, columns: readonly Column[]): Row {
  const fields = fieldsOf(text);
  if (fields === undefined) return { reason: "has a quote that is not closed" };
  if (fields.length !== columns.length) return { reason: `has ${fields.length} fields, not ${columns.length}` };
  const of = (column: Column) => fields[columns.indexOf(column)]?.trim();
  const both = (name: "title" | "director" | "review") => ({
    ja: of(`${name}_ja`) || of(name),
    en: of(`${name}_en`) || of(name),
  });
  const list = (column: Column) => (of(column) ?? "").split("|").filter((each) => each.trim() !== "");
  const number = (column: Column) => (/^\d{1,6}$/.test(of(column) ?? "") ? Number(of(column)) : of(column));
  return checked({
    key: of("key"),
    title: both("title"),
    year: number("year"),
    director: both("director"),
    country: list("country"),
    genres: list("genres"),
    moods: list("moods"),
    ...(of("themes") !== undefined && { themes: list("themes") }),
    ...((of("keywords_ja") ?? of("keywords_en")) !== undefined && {
      keywords: { ja: list("keywords_ja"), en: list("keywords_en") },
    }),
    minutes: number("minutes"),
    rating: of("rating"),
    review: both("review"),
  });
}

function checked(value: unknown): Row {
  try {
    return { film: parseAs(StoredFilm, value) };
  } catch (error) {
    if (error instanceof SchemaError) return { reason: error.message };
    throw error;
  }
}

/** The fields of a record (RFC 4180); undefined when a quote is not closed. */
function fieldsOf(text: string): string[] | undefined {
  const fields: string[] = [];
  for (let at = 0; at <= text.length;) {
    const [whole = "", quoted, plain = ""] = FIELD.exec(text.slice(at)) ?? [];
    if (whole === "" && text.charAt(at) === '"') return undefined;
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    at += whole.length;
    if (at < text.length && text.charAt(at) !== ",") return undefined;
    at += 1;
  }
  return fields;
}

const FIELD = /^(?:"((?:[^"]|"")*)"|([^",]*))/;
