import { readFileSync } from "node:fs";
import { createMatcher } from "@guchi/platform/text/matcher.ts";

/** Concepts further apart than so many mentions do not belong together. */
const PAIR_DISTANCE = 3;

/**
 * Finds the concepts of concepts.tsv (weapons, symptoms, farewells, meetings …) in a text, so that
 * what was learnt with one word of a concept holds for all of them: each concept that is mentioned,
 * and each two that stand near each other, in order.
 */
export function createConceptFinder(): (text: {
  readonly folded: string;
  readonly spaced: string;
}) => ReadonlySet<string> {
  const matchers = { ja: matcherOf("ja"), en: matcherOf("en") };
  return ({ folded, spaced }) => {
    const mentioned = [...matchers.ja(folded), ...matchers.en(spaced)].map(({ value }) => value);
    const found = new Set(mentioned.flat());
    for (const [i, first] of mentioned.entries()) {
      const near = mentioned.slice(i + 1, i + 1 + PAIR_DISTANCE).flat();
      for (const one of first) for (const other of near) found.add(`${one} ${other}`);
    }
    return found;
  };
}

/** A word may be of several concepts. */
function matcherOf(language: "ja" | "en") {
  const concepts = new Map<string, string[]>();
  for (const row of readFileSync(new URL("concepts.tsv", import.meta.url), "utf8")
    .trim()
    .split("\n")) {
    const [concept = "", of, words = ""] = row.split("\t");
    if (of !== language) continue;
    for (const word of words.split("|")) concepts.set(word, [...(concepts.get(word) ?? []), concept]);
  }
  return createMatcher({ entries: concepts, wholeWords: language === "en" });
}
