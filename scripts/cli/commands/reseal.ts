import { ConfigError } from "../../../shared/platform/config/config-error.ts";
import { resealAll, resealedText } from "../../../shared/platform/service/reseal.ts";
import { StartError } from "../../../shared/platform/service/start-error.ts";
import type { Command } from "../command.ts";
import { CliError, EXIT } from "../exit.ts";

/**
 * `reseal`: everything in Redis is encrypted under the first key of DATA_KEY. The one command that
 * asks Redis and not the API.
 */
export const reseal: Command = {
  usage: "",
  about: "Encrypt what Redis holds under the first DATA_KEY",
  words: [0, 0],
  options: [],
  async run({ options, terminal }) {
    try {
      const resealed = await resealAll();
      terminal.print(options.json === true ? JSON.stringify(resealed) : resealedText(resealed));
      return EXIT.ok;
    } catch (error) {
      if (!(error instanceof ConfigError || error instanceof StartError)) throw error;
      throw new CliError(EXIT.usage, error.message, { cause: error });
    }
  },
};
