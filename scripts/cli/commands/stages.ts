import type { JobView } from "../../../shared/contracts/job.ts";
import { stageProblem, type StageState } from "../../../shared/contracts/stages.ts";
import type { Api } from "../api.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { seconds } from "../progress.ts";
import { tableLines } from "../show.ts";
import { clean } from "../text.ts";

const HEADER = ["stage", "workers", "waiting", "oldest", "active", "delayed", "failed", ""];

/** `stages`: who works on what, and how long it waits. */
export const stages: Command = {
  usage: "",
  about: "Show the stages: live workers and what waits",
  words: [0, 0],
  options: [],
  run: async ({ api, options, terminal }) => {
    const view = await api.stages();
    if (options.json === true) {
      terminal.print(JSON.stringify(view));
      return EXIT.ok;
    }
    for (const line of tableLines([HEADER, ...view.stages.map(row)], terminal.columns)) terminal.print(line);
    for (const line of problemLines(view.stages)) terminal.print(terminal.paint("yellow", line));
    return EXIT.ok;
  },
};

/** What is wrong with the stage that an unfinished job waits for; nothing when it is well. */
export async function whyItWaits(api: Api, job: JobView): Promise<readonly string[]> {
  const next = job.stages.find(({ status }) => status === "pending" || status === "running");
  if (next === undefined || (job.status !== "pending" && job.status !== "running")) return [];
  const { stages } = await api.stages();
  return problemLines(stages.filter(({ name }) => name === next.name));
}

function row({ name, workers, waiting, oldestWaitingSeconds, active, delayed, failed, paused }: StageState): string[] {
  const oldest = waiting === 0 ? "" : seconds(oldestWaitingSeconds * 1_000);
  const counts = [workers, waiting].map(String);
  return [name, ...counts, oldest, ...[active, delayed, failed].map(String), paused ? "paused" : ""];
}

function problemLines(stages: readonly StageState[]): readonly string[] {
  return stages.flatMap((stage) => stageProblem(stage) ?? []).map((problem) => clean(`Warning: ${problem}`));
}
