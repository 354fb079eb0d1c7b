import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Language } from "@guchi/contracts/guchi.ts";

/** A complaint of our own, with what a reader would say it is about. */
export interface Complaint {
  readonly language: Language;
  readonly text: string;
  /** Any of these names of subjects is right; empty: nothing is to be known. */
  readonly subjects: readonly string[];
  /** The word or amount that a listener would take up, where there is one. */
  readonly takenUp?: string | undefined;
}

export const COMPLAINTS: readonly Complaint[] = [...read("ja"), ...read("en")];

/** One complaint a line: subjects with `/` between (or `-`), what to take up, the text. */
function read(language: Language): readonly Complaint[] {
  const text = readFileSync(join(import.meta.dirname, "complaints", `${language}.tsv`), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [subjects = "", takenUp = "", complaint = ""] = line.split("\t");
      return {
        language,
        text: complaint,
        subjects: subjects === "-" ? [] : subjects.split("/"),
        takenUp: takenUp === "" ? undefined : takenUp,
      };
    });
}
