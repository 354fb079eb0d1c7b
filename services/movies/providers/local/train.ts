import { readFileSync, writeFileSync } from "node:fs";
import { STARTER_FILE, readStarter } from "../../films/starter.ts";
import { textOf } from "../../films/film.ts";
import { CONCEPTS } from "../../understanding/lexicon.ts";
import { LEARNT_FILE, packed } from "./learnt.ts";
import { learn } from "./lsa.ts";
import { tokensOf } from "./tokens.ts";

/** Numbers for each text. */
const DIMENSION = 128;

/** What the local embedding learns from: the films, and of each concept its words. */
export function train(): string {
  const films = readStarter(readFileSync(STARTER_FILE, "utf8"));
  const reviews = films.map((film) => tokensOf(textOf(film)));
  const concepts = CONCEPTS.map(({ words }) =>
    tokensOf([...words.ja, ...words.en.map((word) => word.replace(/\*$/, ""))].join(" ")),
  );
  return packed(
    learn(
      [...reviews, ...concepts].filter(({ size }) => size > 0),
      DIMENSION,
    ),
  );
}

// `npm run train:movies`
if (import.meta.main) writeFileSync(LEARNT_FILE, train());
