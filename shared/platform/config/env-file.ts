import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { ConfigError } from "./config-error.ts";

/**
 * Adds what `.env` in the working directory says to the environment, where there is one. What is
 * set already wins. Resolves to the names in it. Throws ConfigError when it cannot be read.
 */
export function loadEnvFile(): readonly string[] {
  let text: string;
  try {
    text = readFileSync(".env", "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOENT") return [];
    const what = code === "EISDIR" ? "is a folder" : "cannot be read";
    throw new ConfigError([`.env must be a file with settings, and it ${what}`], { cause });
  }
  const settings = parseEnv(text);
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
  return Object.keys(settings);
}
