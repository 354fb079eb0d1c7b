import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { bySettingsHere } from "../here.ts";

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
    // What talks to Redis is large, and other commands need none of it.
    const { resealAll, resealedText } = await import("../../../shared/platform/service/reseal.ts");
    const resealed = await bySettingsHere(resealAll);
    terminal.print(options.json === true ? JSON.stringify(resealed) : resealedText(resealed));
    return EXIT.ok;
  },
};
