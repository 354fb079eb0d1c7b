import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAs } from "@guchi/chain/schema.ts";
import type { Language } from "@guchi/contracts/language.ts";
import Type from "typebox";

const Word = { id: Type.String(), ja: Type.String(), en: Type.String() } as const;
const Genre = Type.Object(Word);
const Degree = Type.Number({ minimum: -1, maximum: 1 });
/** `jaTe` joins it to another mood: 「爽快で、かっこいい」. `ja` stands before a noun. */
const Mood = Type.Object({
  ...Word,
  jaTe: Type.String({ pattern: "[てで]$" }),
  valence: Degree,
  energy: Degree,
  warmth: Degree,
});

/** What kinds of films there are, and how a film may feel, by id. */
export const GENRES = byId(parseAs(Type.Array(Genre), read("genres.json")));
export const MOODS = byId(parseAs(Type.Array(Mood), read("moods.json")));

export function genreName(id: string, language: Language): string {
  return GENRES.get(id)?.[language] ?? id;
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, file), "utf8"));
}

function byId<Item extends { readonly id: string }>(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}
