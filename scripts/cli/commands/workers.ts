import type { StageState } from "../../../shared/contracts/stages.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { printTable } from "../show.ts";
import { clean } from "../text.ts";
import { oldest } from "./stages.ts";

const HEADER = ["stage", "workers", "active", "waiting", "oldest"];

/** `workers`: who works, and with 1 as the exit code whether a stage has work and nobody for it. */
export const workers: Command = {
  usage: "",
  about: "Show who works; exit 1 when work has no worker",
  words: [0, 0],
  options: [],
  run: async ({ api, options, terminal }) => {
    const { stages } = await api.stages();
    if (options.json === true) terminal.print(JSON.stringify(stages.map(shown)));
    else printTable([HEADER, ...stages.map(row)], terminal);
    const abandoned = stages.filter(({ workers: live, active, waiting }) => live === 0 && active + waiting > 0);
    for (const { name } of abandoned) terminal.tell(terminal.tint("red", clean(`${name} has work and no live worker`)));
    return abandoned.length === 0 ? EXIT.ok : EXIT.notWell;
  },
};

function shown({ name, workers: live, active, waiting, oldestWaitingSeconds }: StageState): object {
  return { name, workers: live, active, waiting, oldestWaitingSeconds };
}

function row(stage: StageState): string[] {
  const { name, workers: live, active, waiting } = stage;
  return [name, ...[live, active, waiting].map(String), oldest(stage)];
}
