import type { StageState } from "../../../shared/contracts/stages.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { seconds } from "../progress.ts";
import { tableLines } from "../show.ts";
import { clean } from "../text.ts";

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
    else for (const line of tableLines([HEADER, ...stages.map(row)], terminal.columns)) terminal.print(line);
    const abandoned = stages.filter(({ workers: live, active, waiting }) => live === 0 && active + waiting > 0);
    for (const { name } of abandoned) terminal.tell(terminal.tint("red", clean(`${name} has work and no live worker`)));
    return abandoned.length === 0 ? EXIT.ok : EXIT.notWell;
  },
};

function shown({ name, workers: live, active, waiting, oldestWaitingSeconds }: StageState): object {
  return { name, workers: live, active, waiting, oldestWaitingSeconds };
}

function row({ name, workers: live, active, waiting, oldestWaitingSeconds }: StageState): string[] {
  const oldest = waiting === 0 ? "" : seconds(oldestWaitingSeconds * 1_000);
  return [name, ...[live, active, waiting].map(String), oldest];
}
