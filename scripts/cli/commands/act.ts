import type { JobAction } from "../../../shared/chain/job/actions.ts";
import type { Command } from "../command.ts";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { clean } from "../text.ts";
import { findJobs } from "./list.ts";
import { tellId, watchJob } from "./watch.ts";

export const cancel = action("cancel", "Cancel a job: nothing more is done, and nothing is sent");
export const suspend = action("suspend", "Let the running stage finish, then stop");
export const resume = action("resume", "Continue a suspended job", ["watch"]);
export const rewind = action("rewind", "Run a failed job again from the stage that failed", ["watch"]);
export const restart = action("restart", "Start a new job with the input of a finished one", ["watch"]);

function action(name: JobAction, about: string, options: Command["options"] = []): Command {
  return {
    usage: "ID",
    about,
    words: [1, 1],
    options,
    run: async (call) => {
      const { args, options, api, terminal } = call;
      const [id = ""] = args;
      const job = await api.act(id, name);
      if (options.watch === true) {
        tellId(call, job.id);
        return watchJob(call, job.id);
      }
      terminal.print(options.json === true ? JSON.stringify(job) : `${job.id}  ${clean(job.status)}`);
      return EXIT.ok;
    },
  };
}

/** `purge`: erases a job with its media. */
export const purge: Command = {
  usage: "ID",
  about: "Erase a job, its history, its picture and its voice",
  words: [1, 1],
  options: [],
  run: async ({ args, options, api, terminal }) => {
    const [id = ""] = args;
    await api.purge(id);
    terminal.print(options.json === true ? JSON.stringify({ id, status: "purged" }) : `${id}  purged`);
    return EXIT.ok;
  },
};

/**
 * `retry`: rewinds many failed jobs. One that cannot be rewound does not keep the others from it.
 */
export const retry: Command = {
  usage: "ID… | --all",
  about: "Rewind the given failed jobs, or all",
  words: [0, Infinity],
  options: ["all", "pipeline"],
  run: async ({ args, options, api, terminal }) => {
    const { all = false, pipeline, json = false } = options;
    if (all === args.length > 0) throw new CliError(EXIT.usage, "retry needs either ids or --all");
    if (!all && pipeline !== undefined) throw new CliError(EXIT.usage, "--pipeline needs --all");
    // All ids first: a rewound job leaves the list that is being paged through.
    const query = { status: "failed", pipeline, limit: Infinity };
    const ids = all ? (await findJobs(api, query)).map(({ id }) => id) : args;
    let code: ExitCode = EXIT.ok;
    for (const id of ids) {
      try {
        const { status } = await api.act(id, "rewind");
        terminal.print(json ? JSON.stringify({ id, status }) : `${id}  ${clean(status)}`);
      } catch (error) {
        if (!(error instanceof CliError) || (error.code !== EXIT.notFound && error.code !== EXIT.conflict)) throw error;
        terminal.tell(`${id}  ${clean(error.message)}`);
        if (code === EXIT.ok) code = error.code;
      }
    }
    return code;
  },
};
