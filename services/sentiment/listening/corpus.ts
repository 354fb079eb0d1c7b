import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { LABELS, type Label } from "./labels.ts";

/** A message with what its writer meant by it. */
export interface Message {
  /** The file that it stands in: one for each writer. */
  readonly writer: string;
  readonly label: Label;
  /** BCP 47. */
  readonly language: string;
  /** Whether it is said plainly or has to be inferred. */
  readonly direct: boolean;
  readonly text: string;
}

const KNOWN: ReadonlySet<string> = new Set(LABELS);

/**
 * The messages of all files of a folder (corpus/, evaluation/held-out/), in the order of their
 * names. Throws Error for a line that is none.
 */
export function readMessages(folder: URL): readonly Message[] {
  return tsvFiles(folder).flatMap((file) =>
    readLines(new URL(file, folder)).map(([label = "", language = "", directness = "", text = "", ...more], line) => {
      const fine = isLabel(label) && language !== "" && /^[di]$/u.test(directness) && text.trim() !== "";
      if (!fine || more.length > 0) throw new Error(`${file}: line ${line + 1} is not label, language, d or i, text`);
      return { writer: file.slice(0, -".tsv".length), label, language, direct: directness === "d", text };
    }),
  );
}

/**
 * What somebody wrote within a day of a message in danger, and whether it is still to be read in
 * its light.
 */
export interface FollowUp {
  readonly first: string;
  readonly second: string;
  readonly language: string;
  readonly care: boolean;
}

/** The follow-ups of all files of a folder. */
export function readFollowUps(folder: URL): readonly FollowUp[] {
  return tsvFiles(folder).flatMap((file) =>
    readLines(new URL(file, folder)).map(([first = "", second = "", language = "", expected = ""]) => ({
      first,
      second,
      language,
      care: expected === "care",
    })),
  );
}

/** The lines of a TSV file, each as its fields. */
export function readLines(file: URL): readonly (readonly string[])[] {
  const text = readFileSync(file, "utf8").replace(/\n$/u, "");
  return text === "" ? [] : text.split("\n").map((line) => line.split("\t"));
}

/** SHA-256 over files, by their names and bytes. */
export function fingerprint(files: readonly URL[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file.pathname.split("/").at(-1)}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

/** Names of the TSV files of a folder, in order. */
export function tsvFiles(folder: URL): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".tsv"))
    .toSorted();
}

function isLabel(label: string): label is Label {
  return KNOWN.has(label);
}
