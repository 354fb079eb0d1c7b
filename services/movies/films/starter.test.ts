import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import Type, { type Static } from "typebox";
import Value from "typebox/value";
import { isConcept } from "../understanding/lexicon.ts";

const closed = { additionalProperties: false };
const Both = Type.Object({ ja: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, closed);
const Id = Type.String({ pattern: "^[a-z]+(-[a-z]+)*$" });
const Axis = Type.Number({ minimum: -1, maximum: 1 });
const Genre = Type.Object({ id: Id, ja: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, closed);
const TeForm = Type.String({ pattern: ".[てで]$" });
const Mood = Type.Object({ ...Genre.properties, jaTe: TeForm, valence: Axis, energy: Axis, warmth: Axis }, closed);
const Keywords = Type.Array(Type.String({ pattern: "^[^|\\t\\n]{1,60}$" }), {
  minItems: 8,
  maxItems: 24,
  uniqueItems: true,
});
const Film = Type.Object(
  {
    key: Type.String({ pattern: "^\\d{4}-[a-z0-9]+(-[a-z0-9]+)*$" }),
    title: Both,
    year: Type.Integer({ minimum: 1895, maximum: 2026 }),
    director: Both,
    country: Type.Array(Type.String({ pattern: "^[A-Z]{2}$" }), { minItems: 1, uniqueItems: true }),
    genres: Type.Array(Id, { minItems: 1, maxItems: 4, uniqueItems: true }),
    moods: Type.Array(Id, { minItems: 1, maxItems: 4, uniqueItems: true }),
    themes: Type.Optional(Type.Array(Type.String(), { uniqueItems: true, maxItems: 40 })),
    keywords: Type.Object({ ja: Keywords, en: Keywords }, closed),
    minutes: Type.Integer({ minimum: 10, maximum: 300 }),
    rating: Type.Union(["all", "pg12", "r15", "r18"].map((rating) => Type.Literal(rating))),
    review: Both,
  },
  closed,
);

const read = (file: string) => readFile(join(import.meta.dirname, file), "utf8");
const genres = Value.Parse(Type.Array(Genre), JSON.parse(await read("genres.json")));
const moods = Value.Parse(Type.Array(Mood), JSON.parse(await read("moods.json")));
const films = (await read("starter.jsonl"))
  .trimEnd()
  .split("\n")
  .map((line) => Value.Parse(Film, JSON.parse(line)));
const isJapanese = ({ country }: Static<typeof Film>) => country.includes("JP");

describe("the starter films", () => {
  it("are at least 240, half of them Japanese, a fifth of them Japanese animation", () => {
    const japanese = films.filter(isJapanese);
    const anime = japanese.filter((film) => film.genres.includes("animation"));
    assert.ok(films.length >= 240, `${films.length} films`);
    assert.ok(Math.abs(japanese.length / films.length - 0.5) < 0.03, `${japanese.length} are Japanese`);
    assert.ok(anime.length / films.length > 0.2, `${anime.length} are Japanese animation`);
  });

  it("are each there once, under the year of the film", () => {
    assert.equal(new Set(films.map(byKey)).size, films.length);
    assert.equal(new Set(films.map(({ review }) => review.en)).size, films.length);
    assert.deepEqual(films.filter(({ key, year }) => !key.startsWith(`${year}-`)).map(byKey), []);
  });

  it("have a review of 40 to 80 words in English and of 90 to 200 characters in Japanese", () => {
    const outside = films.filter(
      ({ review }) => !within(words(review.en), 40, 80) || !within(length(review.ja), 90, 200),
    );
    assert.deepEqual(outside.map(byKey), []);
  });

  it("have a Japanese review in Japanese and an English one without it", () => {
    const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
    const mixed = films.filter(({ review }) => !kana.test(review.ja) || /[\p{Script=Han}]|[ぁ-ヶ]/u.test(review.en));
    assert.deepEqual(mixed.map(byKey), []);
  });

  it("name genres and moods that exist, and leave none without films", () => {
    for (const [list, ids] of [
      [genres, films.flatMap((film) => film.genres)],
      [moods, films.flatMap((film) => film.moods)],
    ] as const) {
      assert.deepEqual(new Set(ids), new Set(list.map(({ id }) => id)));
      assert.equal(new Set(list.map(({ id }) => id)).size, list.length);
    }
  });

  it("name themes that are known", () => {
    const strange = films.flatMap(({ themes = [] }) => themes.filter((id) => !isConcept(id)));
    assert.deepEqual(strange, []);
  });

  it("come from every decade since the 1930s and from twenty countries", () => {
    const decades = new Set(films.map(({ year }) => Math.floor(year / 10)));
    for (let decade = 193; decade <= 202; decade++) assert.ok(decades.has(decade), `none of the ${decade}0s`);
    assert.ok(new Set(films.flatMap(({ country }) => country)).size >= 20);
  });
});

describe("the films' evaluation", () => {
  it("has 60 paraphrases, half of them Japanese, each of another film that is there", async () => {
    const rows = await table("../evaluation/paraphrases.tsv", 3);
    const keys = new Set(films.map(byKey));
    assert.equal(rows.length, 60);
    assert.equal(rows.filter(([, language]) => language === "ja").length, 30);
    assert.equal(new Set(rows.map(([key]) => key)).size, 60);
    assert.deepEqual(
      rows.filter(([key = ""]) => !keys.has(key)),
      [],
    );
  });

  it("has 40 requests, half of them Japanese, in every mood", async () => {
    const rows = await table("../evaluation/requests.tsv", 5);
    assert.equal(rows.length, 40);
    assert.equal(rows.filter(([, language]) => language === "ja").length, 20);
    assert.deepEqual(new Set(rows.map(([mood]) => mood)), new Set(["happy", "angry", "sad", "bored", "plain"]));
  });
});

async function table(file: string, columns: number): Promise<string[][]> {
  const rows = (await read(file))
    .trimEnd()
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .map((line) => line.split("\t"));
  assert.deepEqual(
    rows.filter((row) => row.length !== columns || row.some((cell) => cell.trim() === "")),
    [],
  );
  return rows;
}

function byKey({ key }: Static<typeof Film>): string {
  return key;
}

function words(text: string): number {
  return text.split(/\s+/).length;
}

function length(text: string): number {
  return text.length;
}

function within(count: number, least: number, most: number): boolean {
  return count >= least && count <= most;
}
