import { setTimeout as sleep } from "node:timers/promises";
import { report } from "../report.ts";
import { alternate, median } from "../rounds.ts";
import { memoryOf } from "../sizes/processes.ts";
import { startOwnSystem } from "../system.ts";

/**
 * What a user waits for and what a small machine must have: from `npm start` (installed, so what it
 * runs) to the line that says that all is ready, and the memory of all processes with their Redis
 * once they are idle (PSS; Linux only). Beside it `services/all.ts`, everything in one process.
 */

/** What a start leaves behind is given back within some fifteen seconds. */
const IDLE_MS = 20_000;
const KINDS = [
  { name: "npm start", file: "scripts/start.ts", goals: { seconds: 2, megabytes: 900 } },
  { name: "services/all.ts", file: "services/all.ts", goals: { seconds: 2, megabytes: 500 } },
];

const rounds = await alternate(KINDS, async ({ file }) => {
  const system = await startOwnSystem(file);
  await sleep(IDLE_MS);
  const megabytes = (await memoryOf(system.pid)) / 1e6;
  await system.stop();
  return { seconds: system.startMs / 1_000, megabytes };
});
for (const [at, { name, goals }] of KINDS.entries()) {
  const figures = rounds[at] ?? [];
  const seconds = median(figures.map((each) => each.seconds));
  const megabytes = median(figures.map((each) => each.megabytes));
  report([
    { what: `${name}: until it is ready`, unit: "s", ours: seconds, goal: { most: goals.seconds } },
    { what: `${name}: memory, idle`, unit: "MB", ours: megabytes, goal: { most: goals.megabytes } },
  ]);
}
