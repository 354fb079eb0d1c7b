import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { ConfigError } from "./config-error.ts";

/**
 * Adds what `.env` in the working directory says to the environment of this process, where there is
 * one: the wanted names; what is set already wins. Returns all names in it. Throws ConfigError when
 * it cannot be read.
 */
export function addEnvFile(isWanted: (name: string) => boolean = () => true): readonly string[] {
  const settings = readEnvFile();
  for (const [name, value] of Object.entries(settings)) {
    if (isWanted(name)) process.env[name] ??= value;
  }
  return Object.keys(settings);
}

function readEnvFile(): Readonly<Record<string, string | undefined>> {
  try {
    return parseEnv(readFileSync(".env", "utf8"));
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOENT") return {};
    const what = code === "EISDIR" ? "is a folder" : "cannot be read";
    throw new ConfigError([`.env must be a settings file, but it ${what}`], { cause });
  }
}
