import { BulkAction, BulkResult, JobFilter, type BulkRequest } from "../../../shared/contracts/bulk.ts";
import { isFinished } from "../../../shared/chain/job/actions.ts";
import { fits } from "../../../shared/chain/schema.ts";
import type { JobView } from "../../../shared/contracts/job.ts";
import type { Call, Command } from "../command.ts";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { errorLine } from "../show.ts";
import { exitCodeOfJob } from "./watch.ts";

const FILTERS = ["status", "pipeline", "from", "to", "step", "code"] as const;
const ACTIONS: readonly string[] = BulkAction.enum;

/** `bulk`: the same to many jobs, by a filter. */
export const bulk: Command = {
  usage: "ACTION",
  about: `${ACTIONS.join(", ")} all jobs of a filter`,
  words: [1, 1],
  options: [...FILTERS, "all", "dry-run", "no-wait"],
  run: async (call) => {
    const { options, api, terminal } = call;
    const request = requestOf(call);
    if (options["dry-run"] === true) {
      const { count } = await api.bulkCount(request);
      terminal.print(options.json === true ? JSON.stringify({ count }) : String(count));
      return EXIT.ok;
    }
    const job = await api.bulk(request);
    if (options["no-wait"] === true) {
      terminal.print(options.json === true ? JSON.stringify(job) : job.id);
      return EXIT.ok;
    }
    return follow(call, job);
  },
};

/** Throws CliError for what is no action or filter; nothing at all is no filter. */
function requestOf({ args: [action], options }: Call): BulkRequest {
  if (!fits(BulkAction, action)) throw new CliError(EXIT.usage, `bulk needs one of: ${ACTIONS.join(", ")}`);
  const given = FILTERS.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]] as const]));
  const filter = Object.fromEntries(given);
  if (!fits(JobFilter, filter)) {
    throw new CliError(EXIT.usage, "--status, --from or --to is none: see npx --no -- guchi bulk --help");
  }
  if ((given.length === 0) !== (options.all ?? false)) {
    throw new CliError(EXIT.usage, "bulk needs either a filter, such as --status failed, or --all");
  }
  return { action, filter };
}

async function follow({ options, api, terminal }: Call, begun: JobView): Promise<ExitCode> {
  let job = begun;
  try {
    for await (const { event, data } of api.watch(begun.id)) {
      if (event === "progress") terminal.flash(`${data.done ?? 0} of ${data.total ?? 0}`);
      if (event === "end") job = await api.job(begun.id);
    }
  } catch (error) {
    if (api.signal.aborted) terminal.tell(`It goes on: npx --no guchi status ${begun.id} --watch`);
    throw error;
  } finally {
    terminal.flash("");
  }
  if (options.json === true) terminal.print(JSON.stringify(job));
  else if (job.error !== undefined) terminal.tell(terminal.tint("red", errorLine(job.error)));
  else if (fits(BulkResult, job.output)) terminal.print(`${job.output.done} done, ${job.output.refused} refused`);
  else if (isFinished(job.status)) terminal.tell(`It was ${job.status}; what is done stays done`);
  return exitCodeOfJob(job);
}
