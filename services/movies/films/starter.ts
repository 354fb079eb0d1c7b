import { join } from "node:path";
import { parseAs } from "@guchi/chain/schema.ts";
import { StoredFilm } from "./film.ts";

/** The films that every store begins with. */
export const STARTER_FILE = join(import.meta.dirname, "starter.jsonl");

/** The films of the file. Throws SchemaError for a line that is none. */
export function readStarter(text: string): readonly StoredFilm[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => parseAs(StoredFilm, JSON.parse(line)));
}
