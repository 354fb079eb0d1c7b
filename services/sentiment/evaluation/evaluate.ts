import { createListener } from "../listening/listen.ts";
import { type Figure, measure, measureFollowUps, meets } from "./measure.ts";
import { heldOutMessages, readCases, readFollowUps } from "./sets.ts";

/** `npm run evaluate`: how far the promises of listening hold on messages that nobody tuned for, with every miss. */
const listen = await createListener();
const heldOut = heldOutMessages()
  .filter((m) => process.env["ONLY"] === undefined || process.env["ONLY"].includes(m.writer))
  .map((message) => ({ ...message, labels: [message.label] }));
print("Held out", [...measure(listen, heldOut), ...measureFollowUps(listen, readFollowUps())]);
print("Cases", measure(listen, readCases()));

function print(title: string, figures: readonly Figure[]): void {
  const lines = figures.map((figure) => {
    const { what, hits, of, goal } = figure;
    const share = of === 0 ? "–" : `${((100 * hits) / of).toFixed(1)} %`;
    const wanted = "atLeast" in goal ? `≥ ${goal.atLeast * 100} %` : `≤ ${goal.atMost * 100} %`;
    return `${meets(figure) ? " " : "!"} ${what.padEnd(62)} ${`${hits}/${of}`.padStart(9)} ${share.padStart(8)}  ${wanted}`;
  });
  const misses = figures.flatMap(({ what, misses }) => misses.map((miss) => `  [${what}] ${miss}`));
  const shown = process.argv.includes("--quiet") ? [] : ["", ...misses];
  process.stdout.write(`${[title, ...lines, ...shown].join("\n")}\n\n`);
}
