import { jsonOrUndefined } from "../../../shared/chain/json.ts";
import { text } from "node:stream/consumers";
import type { Call, Command } from "../command.ts";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { tellId, watchJob } from "./watch.ts";

const DEFAULT_PIPELINE = "guchi";

/** `say`: a complaint in, the idol's answer out. */
export const say: Command = {
  usage: "TEXT…",
  about: "Mutter something, wait for the answer (-: from stdin)",
  words: [1, Infinity],
  options: ["pipeline", "idempotency-key", "no-wait"],
  run: async (call) => {
    const said = call.args.join(" ");
    const given = said === "-" ? (await text(process.stdin)).trim() : said;
    return startJob(call, call.options.pipeline ?? DEFAULT_PIPELINE, { text: given });
  },
};

/** `start`: any pipeline, with any input. */
export const start: Command = {
  usage: "PIPELINE [JSON]",
  about: "Start a pipeline with an input, and wait for its output",
  words: [1, 2],
  options: ["idempotency-key", "no-wait"],
  run: async (call) => {
    const [pipeline = "", json = "{}"] = call.args;
    return startJob(call, pipeline, parseInput(json));
  },
};

async function startJob(call: Call, pipeline: string, input: unknown): Promise<ExitCode> {
  const { api, options, terminal } = call;
  const job = await api.start(pipeline, input, options["idempotency-key"]);
  if (options["no-wait"] === true) {
    terminal.print(options.json === true ? JSON.stringify(job) : job.id);
    return EXIT.ok;
  }
  tellId(call, job.id);
  return watchJob(call, job.id);
}

/** The input of a job. Throws CliError for what is no JSON. */
export function parseInput(json: string): unknown {
  const input = jsonOrUndefined(json);
  if (input === undefined) throw new CliError(EXIT.usage, 'The input must be JSON, such as \'{"text": "…"}\'');
  return input;
}
