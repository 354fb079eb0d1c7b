import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Language } from "@guchi/contracts/guchi.ts";

/** A complaint of our own, with what a reader would say it is about. */
export interface Complaint {
  readonly language: Language;
  readonly text: string;
  /** Any of these names of subjects and turns is right; empty: nothing is to be known. */
  readonly subjects: readonly string[];
  /** The word or amount that a listener would take up, where there is one. */
  readonly takenUp?: string | undefined;
}

/** What rules and lines were written with. */
export const COMPLAINTS: readonly Complaint[] = [...read("complaints", "ja"), ...read("complaints", "en")];
/**
 * Fresh complaints that nobody tunes for: what is found here is how well others are understood. To
 * mend their faults, move them to the others and write new ones.
 */
export const HELD_OUT: readonly Complaint[] = [...read("held-out", "ja"), ...read("held-out", "en")];

/**
 * One complaint a line: subjects with `/` between (`-`: nothing is to be known, `?`: none of ours
 * fits), what to take up, the text.
 */
function read(folder: string, language: Language): readonly Complaint[] {
  const text = readFileSync(join(import.meta.dirname, folder, `${language}.tsv`), "utf8");
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
