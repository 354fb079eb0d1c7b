import type { Command } from "../command.ts";
import { jobLines } from "../show.ts";
import { whyItWaits } from "./stages.ts";
import { exitCodeOfJob, watchJob } from "./watch.ts";

/** `status`: a job as it is now, or followed to its end. */
export const status: Command = {
  usage: "ID",
  about: "Show a job, or follow it with --watch",
  words: [1, 1],
  options: ["watch", "history"],
  run: async (call) => {
    const { args, options, api, terminal } = call;
    const [id = ""] = args;
    if (options.watch === true) return watchJob(call, id);
    const job = await api.job(id, { history: options.history === true });
    if (options.json === true) terminal.print(JSON.stringify(job));
    else {
      for (const line of jobLines(job, terminal)) terminal.print(line);
      for (const line of await whyItWaits(api, job)) terminal.print(terminal.paint("yellow", line));
    }
    return exitCodeOfJob(job);
  },
};
