import { createListener } from "../listening/listen.ts";
import { type Figure, hearAll, measure, measureFollowUps, meets } from "./measure.ts";
import { everydayMessages, heldOutMessages, readCases, heldOutFollowUps } from "./sets.ts";

/**
 * `npm run evaluate`: how far the promises of listening hold on messages that nobody tuned for,
 * with every miss. `-- --quiet` leaves the misses out; `-- three` looks at this writer alone.
 */
const listen = await createListener();
const quiet = process.argv.includes("--quiet");
const writers = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));

const heldOut = hearAll(
  listen,
  heldOutMessages().filter(({ file }) => writers.length === 0 || writers.includes(file)),
);
print("Held out", [...measure(heldOut), ...measureFollowUps(listen, heldOutFollowUps())], !quiet);
for (const [name, language] of [
  ["Japanese", "ja"],
  ["English", "en"],
] as const) {
  const alone = heldOut.filter(({ item }) => item.language === language);
  print(`Held out, ${name} alone`, measure(alone), false);
}
print("Everyday complaints", measure(hearAll(listen, everydayMessages())), !quiet);
print("Cases", measure(hearAll(listen, readCases())), !quiet);

function print(title: string, figures: readonly Figure[], withMisses: boolean): void {
  const told = figures.filter(({ of }) => of > 0);
  const lines = told.map((figure) => {
    const { what, hits, of, goal } = figure;
    const share = `${((100 * hits) / of).toFixed(1)} %`;
    const wanted = "atLeast" in goal ? `≥ ${goal.atLeast * 100} %` : `≤ ${goal.atMost * 100} %`;
    return `${meets(figure) ? " " : "!"} ${what.padEnd(62)} ${`${hits}/${of}`.padStart(9)} ${share.padStart(8)}  ${wanted}`;
  });
  const misses = withMisses ? told.flatMap(({ what, misses: each }) => each.map((miss) => `  [${what}] ${miss}`)) : [];
  process.stdout.write(`${[title, ...lines, ...misses].join("\n")}\n\n`);
}
