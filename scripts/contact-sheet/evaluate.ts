import { createLocalImage } from "../../services/imagegen/providers/local.ts";
import { toJpegs } from "../../services/imagegen/jpeg.ts";
import { HELD_OUT } from "../../services/persona/evaluation/sets.ts";
import { createLocalPersona } from "../../services/persona/providers/local.ts";
import { createUnderstanding } from "../../services/persona/understanding/understand.ts";

/**
 * `npm run evaluate`, the part about the pictures: how much they vary, what stands in them, and
 * what they weigh, on the complaints that nobody tunes for. How they look, only a viewer knows:
 * `npm run sheet`.
 */

/** So many pictures in a row are looked at together. */
const IN_A_ROW = 24;
const HOURS = [8, 13, 19, 22, 1, 16];
/** 26 November 2026, at midnight in Japan. */
const MIDNIGHT = Date.UTC(2026, 10, 25, 15);

const persona = createLocalPersona();
const images = createLocalImage();
const understand = createUnderstanding();
const call = { signal: new AbortController().signal, pay: () => Promise.resolve(), softer: false };

const poses: string[] = [];
const kilobytes: number[] = [];
const milliseconds: number[] = [];
let [known, withOwnThing] = [0, 0];
for (const [index, { text, language }] of HELD_OUT.entries()) {
  const at = new Date(MIDNIGHT + (HOURS[index % HOURS.length] ?? 0) * 3_600_000);
  const said = await persona.compose({ text, language, grave: false, seed: `picture-${index}`, at, memory: [] }, call);
  poses.push(said.look.pose);
  const [subject] = understand(text, language).details;
  if (subject !== undefined && !subject.grave && !subject.weak) {
    known += 1;
    if (subject.thing !== undefined) withOwnThing += 1;
  }
  const startedAt = performance.now();
  const { original } = await toJpegs(await images.render({ picture: said, seed: `picture-${index}` }, call));
  milliseconds.push(performance.now() - startedAt);
  kilobytes.push(original.bytes.length / 1_024);
}

process.stdout.write(`Pictures, ${poses.length} complaints that nobody tunes for\n`);
const rows = poses.slice(IN_A_ROW - 1).map((_, start) => mostOf(poses.slice(start, start + IN_A_ROW)));
print(`most pictures with one pose, of any ${IN_A_ROW} in a row`, `${Math.max(...rows)}`);
print("the known subject has a thing of its own", `${withOwnThing}/${known}`);
print("largest JPEG of 1024 px, KB", Math.max(...kilobytes).toFixed(0));
print("a picture and its JPEGs, ms (median)", middleOf(milliseconds).toFixed(0));
process.stdout.write("\n");

function mostOf(names: readonly string[]): number {
  return Math.max(...names.map((name) => names.filter((other) => other === name).length));
}

function middleOf(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function print(what: string, figure: string): void {
  process.stdout.write(`  ${what.padEnd(62)} ${figure.padStart(9)}\n`);
}
