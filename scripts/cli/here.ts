import { ConfigError } from "../../shared/platform/config/config-error.ts";
import { StartError } from "../../shared/platform/service/start-error.ts";
import { CliError, EXIT } from "./exit.ts";

/** Whether it says what the settings of this machine lack. */
export function isOfSettings(error: unknown): error is ConfigError | StartError {
  return error instanceof ConfigError || error instanceof StartError;
}

/**
 * For a command that goes by the settings of this machine, and not by the API. Throws CliError for
 * what they lack.
 */
export async function bySettingsHere<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (!isOfSettings(error)) throw error;
    throw new CliError(EXIT.usage, error.message, { cause: error });
  }
}
