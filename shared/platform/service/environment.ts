import { ConfigError } from "../config/config-error.ts";
import { FOR_OTHERS } from "../config/misspelt.ts";
import { PLATFORM_SETTINGS } from "../config/platform-settings.ts";
import { settingsProblems, variablesOf, type Variables } from "../config/settings.ts";
import type { Service } from "./service.ts";

/**
 * The environment for a process that runs these services: what they declare, and what is not
 * Guchi's, such as PATH. `all` are the variables of all services.
 */
export function environmentOf(
  services: readonly Service[],
  environment: NodeJS.ProcessEnv,
  all: Variables,
): NodeJS.ProcessEnv {
  const own: Variables = Object.assign({}, ...services.map(variablesOf));
  const isOfOthers = (name: string) => Object.hasOwn(all, name) || FOR_OTHERS.has(name);
  const entries = Object.entries(environment).filter(([name]) => Object.hasOwn(own, name) || !isOfOthers(name));
  return Object.fromEntries(entries);
}

/** The folders that EXTENSIONS names; none where its value is bad, which is told with others. */
export function extensionsOf({ EXTENSIONS: text = "" }: NodeJS.ProcessEnv): readonly string[] {
  return PLATFORM_SETTINGS.EXTENSIONS.read(text) ?? [];
}

/** Throws ConfigError with `problems` and all that is wrong with these services' settings. */
export function requireSettings(services: readonly Service[], problems: readonly string[]): void {
  const all = [...problems, ...settingsProblems(services, process.env)];
  if (all.length > 0) throw new ConfigError(all);
}
