import type { Language } from "@guchi/contracts/language.ts";

/** A title as `bareTitle` writes it. */
export function bareTitleIn(language: Language): string {
  return `replace(replace(lower(json ->> '$.title.${language}'), ' ', ''), '・', '')`;
}

/** What follows the last of a mark in the name of who made a film: a foreigner's family name. */
export function directorIn(language: Language): string {
  const [name, mark] = [`lower(json ->> '$.director.${language}')`, language === "ja" ? "・" : " "];
  return `substr(${name}, length(rtrim(${name}, replace(${name}, '${mark}', ''))) + 1)`;
}

/** Films of which what an index holds begins with one of a list. */
export function beginning(indexed: string): string {
  return `SELECT json FROM (SELECT value FROM json_each(?)) AS sought CROSS JOIN details
    WHERE ${indexed} >= sought.value AND ${indexed} < sought.value || char(0x10FFFF)`;
}

export const SCHEMA = `
CREATE TABLE IF NOT EXISTS films (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, year INTEGER NOT NULL, minutes INTEGER NOT NULL,
  rating INTEGER NOT NULL, countries TEXT NOT NULL, genres TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS details (film INTEGER PRIMARY KEY REFERENCES films (id), json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS spaces (id INTEGER PRIMARY KEY, model TEXT NOT NULL UNIQUE, dimension INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS vectors (
  id INTEGER PRIMARY KEY, space INTEGER NOT NULL REFERENCES spaces (id), film INTEGER NOT NULL REFERENCES films (id),
  vector BLOB NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS vector_of ON vectors (space, film);
CREATE TABLE IF NOT EXISTS calls (word TEXT NOT NULL, film INTEGER NOT NULL REFERENCES films (id), PRIMARY KEY (word, film))
  WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS calls_of ON calls (film);
CREATE TABLE IF NOT EXISTS imports (file TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS title_ja ON details (${bareTitleIn("ja")});
CREATE INDEX IF NOT EXISTS title_en ON details (${bareTitleIn("en")});
CREATE INDEX IF NOT EXISTS director_ja ON details (${directorIn("ja")});
CREATE INDEX IF NOT EXISTS director_en ON details (${directorIn("en")});
`;
