import {
  answer,
  answerNextDay,
  measureDistinct,
  measureEvenings,
  measureShapes,
  measureSubjects,
  measureTakenUp,
} from "./measure.ts";
import { COMPLAINTS, HELD_OUT } from "./sets.ts";

/**
 * `npm run evaluate`, the part about her words: how well the complaints of our own set are
 * understood and answered, with every miss, and the answers themselves for a reader. `-- --quiet`
 * leaves misses and answers out.
 */
const quiet = process.argv.includes("--quiet");

for (const [name, language] of [
  ["Japanese", "ja"],
  ["English", "en"],
] as const) {
  const complaints = COMPLAINTS.filter((complaint) => complaint.language === language);
  const figures = [measureSubjects(complaints), await measureTakenUp(complaints), await measureEvenings(complaints)];
  const shapes = [...(await measureShapes(complaints))].toSorted(([a], [b]) => a - b);
  print(`Words, ${name}`, [
    ...figures.map(({ what, hits, of }) => `  ${what.padEnd(62)} ${`${hits}/${of}`.padStart(9)}`),
    `  ${"different sentences in 100 answers to one complaint, median".padEnd(62)} ${String(await measureDistinct(complaints)).padStart(9)}`,
    `  sentences a message: ${shapes.map(([beats, count]) => `${beats}: ${count}`).join(", ")}`,
    ...(quiet ? [] : figures.flatMap(({ what, misses }) => misses.map((miss) => `  [${what}] ${miss}`))),
  ]);
  if (quiet) continue;
  const answers = await Promise.all(complaints.map((complaint) => answer(complaint, `read-${complaint.text}`)));
  print(
    `For a reader, ${name}`,
    complaints.map(({ text }, index) => `  ${text}\n    ${answers[index]?.message ?? ""}`),
  );
  const [first, second] = complaints;
  if (first === undefined || second === undefined) continue;
  const nextDay = await Promise.all([1, 2, 3].map((seed) => answerNextDay(first, second, `next-day-${seed}`)));
  print(
    `The day after “${first.text}”: “${second.text}”`,
    nextDay.map((message) => `  ${message}`),
  );
}

const fresh = measureSubjects(HELD_OUT);
print("Words, complaints that nobody tunes for", [
  `  ${fresh.what.padEnd(62)} ${`${fresh.hits}/${fresh.of}`.padStart(9)}`,
  ...(quiet ? [] : fresh.misses.map((miss) => `  ${miss}`)),
]);
if (!quiet) {
  const answers = await Promise.all(HELD_OUT.map((complaint) => answer(complaint, `fresh-${complaint.text}`)));
  print(
    "For a reader, complaints that nobody tunes for",
    HELD_OUT.map(({ text }, index) => `  ${text}\n    ${answers[index]?.message ?? ""}`),
  );
}

function print(title: string, lines: readonly string[]): void {
  process.stdout.write(`${[title, ...lines].join("\n")}\n\n`);
}
