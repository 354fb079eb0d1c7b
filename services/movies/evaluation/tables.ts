import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What somebody remembers of a film, in other words than its review's. */
export interface Paraphrase {
  readonly key: string;
  readonly language: string;
  readonly text: string;
}

/** What somebody asks for, and how the mood is. */
export interface WrittenRequest {
  readonly mood: string;
  readonly language: string;
  readonly text: string;
  readonly nearest: string;
  readonly opposite: string;
}

export function readParaphrases(): readonly Paraphrase[] {
  return rowsOf("paraphrases.tsv").map(([key = "", language = "", text = ""]) => ({ key, language, text }));
}

export function readRequests(): readonly WrittenRequest[] {
  return rowsOf("requests.tsv").map(([mood = "", language = "", text = "", nearest = "", opposite = ""]) => ({
    mood,
    language,
    text,
    nearest,
    opposite,
  }));
}

function rowsOf(file: string): readonly (readonly string[])[] {
  const lines = readFileSync(join(import.meta.dirname, file), "utf8").split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.split("\t"));
}
