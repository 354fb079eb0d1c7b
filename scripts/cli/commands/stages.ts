import type { JobView } from "../../../shared/contracts/job.ts";
import { stageProblem, type StageState } from "../../../shared/contracts/stages.ts";
import type { Api } from "../api.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { seconds } from "../progress.ts";
import { printTable } from "../show.ts";
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
    printTable([HEADER, ...view.stages.map(row)], terminal);
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

function row(stage: StageState): string[] {
  const { name, workers, waiting, active, delayed, failed, paused } = stage;
  const counts = [workers, waiting].map(String);
  return [name, ...counts, oldest(stage), ...[active, delayed, failed].map(String), paused ? "paused" : ""];
}

/** How long the oldest entry waits; empty when nothing does. */
export function oldest({ waiting, oldestWaitingSeconds }: StageState): string {
  return waiting === 0 ? "" : seconds(oldestWaitingSeconds * 1_000);
}

function problemLines(stages: readonly StageState[]): readonly string[] {
  return stages.flatMap((stage) => stageProblem(stage) ?? []).map((problem) => clean(`Warning: ${problem}`));
}
