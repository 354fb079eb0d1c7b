import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Language } from "@guchi/contracts/guchi.ts";
import { parseSubjects, type Subject } from "./subject.ts";

/** What people complain about: subjects/<language>/*.txt, read once at start. */
export const SUBJECTS: Readonly<Record<Language, readonly Subject[]>> = { ja: read("ja"), en: read("en") };

/** What may happen with any of them: subjects/turns/<language>.txt, what tells more first. */
export const TURNS: Readonly<Record<Language, readonly Subject[]>> = { ja: readTurns("ja"), en: readTurns("en") };

function read(language: Language): readonly Subject[] {
  const folder = join(import.meta.dirname, language);
  const files = readdirSync(folder).toSorted();
  return files.flatMap((file) => parseSubjects(readFileSync(join(folder, file), "utf8")));
}

function readTurns(language: Language): readonly Subject[] {
  return parseSubjects(readFileSync(join(import.meta.dirname, "turns", `${language}.txt`), "utf8"));
}
