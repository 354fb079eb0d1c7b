import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Language } from "@guchi/contracts/guchi.ts";
import { parseSubjects, type Subject } from "./subject.ts";

/** What people complain about: subjects/<language>/*.txt, read once at start. */
export const SUBJECTS: Readonly<Record<Language, readonly Subject[]>> = { ja: read("ja"), en: read("en") };

function read(language: Language): readonly Subject[] {
  const folder = join(import.meta.dirname, language);
  const files = readdirSync(folder).toSorted();
  return files.flatMap((file) => parseSubjects(readFileSync(join(folder, file), "utf8")));
}
