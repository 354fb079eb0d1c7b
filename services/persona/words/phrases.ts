import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Language } from "@guchi/contracts/guchi.ts";

/** Lines of one kind that may be said where all of their conditions hold. */
interface Section {
  readonly kind: string;
  readonly conditions: readonly string[];
  readonly lines: readonly string[];
}

/** What she says whatever the subject is: words/<language>.txt. */
export class Phrases {
  readonly #sections: readonly Section[];

  constructor(text: string) {
    this.#sections = text.split(/^## /mu).slice(1).map(sectionOf);
  }

  /**
   * The lines of this kind for these facts. `special` leaves only those that need a day, an hour or
   * a season; there may be none.
   */
  of(kind: string, facts: ReadonlySet<string>, special?: ReadonlySet<string>): readonly string[] {
    return this.#sections
      .filter((section) => section.kind === kind && section.conditions.every((condition) => holds(condition, facts)))
      .filter(({ conditions }) => special === undefined || conditions.some((condition) => special.has(condition)))
      .flatMap(({ lines }) => lines);
  }

  /** Every line with its kind, for tests and readers. */
  all(): readonly (readonly [kind: string, line: string])[] {
    return this.#sections.flatMap(({ kind, lines }) => lines.map((line) => [kind, line] as const));
  }
}

/** `a/b` is either, `!a` is none. */
function holds(condition: string, facts: ReadonlySet<string>): boolean {
  if (condition.startsWith("!"))
    return !condition
      .slice(1)
      .split("/")
      .some((fact) => facts.has(fact));
  return condition.split("/").some((fact) => facts.has(fact));
}

function sectionOf(text: string): Section {
  const [head = "", ...lines] = text.split("\n");
  const [kind = "", ...conditions] = head.trim().split(" ");
  return { kind, conditions, lines: lines.map((line) => line.trim()).filter((line) => line !== "") };
}

export const PHRASES: Readonly<Record<Language, Phrases>> = { ja: read("ja"), en: read("en") };

function read(language: Language): Phrases {
  return new Phrases(readFileSync(join(import.meta.dirname, `${language}.txt`), "utf8"));
}
