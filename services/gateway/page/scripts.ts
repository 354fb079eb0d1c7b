import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import Type from "typebox";
import { parseAs } from "@guchi/chain/schema.ts";

// Node calls its type stripper experimental; it is what runs all our code.
const COMMAND = ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "strip-types.ts")];
const Sources = Type.Array(Type.String());

/**
 * TypeScript as a browser takes it: types are gone, lines stay where they are. Rejects on syntax
 * that is more than types.
 */
export async function withoutTypes(sources: readonly string[]): Promise<readonly string[]> {
  const child = spawn(process.execPath, COMMAND, { stdio: ["pipe", "pipe", "inherit"] });
  const [[code], stripped] = await Promise.all([
    once(child, "exit"),
    text(child.stdout),
    pipeline([JSON.stringify(sources)], child.stdin),
  ]);
  if (code !== 0) throw new Error(`The page's code cannot be read: strip-types.ts ended with ${code}`);
  // The blanks where types were say nothing.
  return parseAs(Sources, JSON.parse(stripped)).map((source) => source.replaceAll(/[ \t]+$/gm, ""));
}
