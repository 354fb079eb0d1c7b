import { jsonOrUndefined } from "../../../shared/chain/json.ts";
import type { Command } from "../command.ts";
import { CliError, EXIT } from "../exit.ts";
import { clean } from "../text.ts";

/** `event`: tells a job of an event for which it waits. */
export const event: Command = {
  usage: "ID NAME [JSON]",
  about: "Tell a job of an event for which it waits, or will wait",
  words: [2, 3],
  options: ["idempotency-key"],
  run: async ({ args, options, api, terminal }) => {
    const [id = "", name = "", json = "{}"] = args;
    const says = jsonOrUndefined(json);
    if (says === undefined)
      throw new CliError(EXIT.usage, "What the event says must be JSON, such as '{\"approved\": true}'");
    const job = await api.event(id, name, says, options["idempotency-key"]);
    terminal.print(options.json === true ? JSON.stringify(job) : `${job.id}  ${clean(job.status)}`);
    return EXIT.ok;
  },
};
