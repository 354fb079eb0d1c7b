import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "../..");
const HEAD = `
import Type from "typebox";
import { definePipeline } from "../define.ts";
import { defineContract } from "../stage.ts";

const count = defineContract({
  name: "count",
  input: Type.Object({ text: Type.String() }),
  output: Type.Object({ letters: Type.Integer() }),
});
const draw = defineContract({
  name: "draw",
  input: Type.Object({ letters: Type.Integer() }),
  output: Type.Object({ key: Type.String() }),
});
const tell = defineContract({
  name: "tell",
  input: Type.Object({ key: Type.Optional(Type.String()) }),
  output: Type.Object({ told: Type.Boolean() }),
});
const about = {
  name: "test",
  about: "For tests.",
  input: Type.Object({ text: Type.String() }),
  output: Type.Object({ told: Type.Boolean() }),
};
const counting = definePipeline({ ...about, name: "counting", output: count.output }).step(count).end();
const isEmpty = ({ letters }: { letters: number }) => letters === 0;
`;
const lettersOf = "input: ({ results }) => ({ letters: results.count.letters })";

/** Pipelines that TypeScript takes, or refuses, and what each one shows. */
const TAKEN: readonly (readonly [what: string, pipeline: string])[] = [
  [
    "a step that gets what the job has",
    `definePipeline(about).step(count).step(draw, { ${lettersOf} })` +
      ".step(tell, { input: ({ results }) => results.draw }).end()",
  ],
  [
    "one that minds what an exit may skip",
    `definePipeline(about).step(count, { exit: { to: "tell", when: isEmpty } }).step(draw, { ${lettersOf} })` +
      `.step(tell, { input: ({ results: { draw: drawn } }) => (drawn === undefined ? {} : { key: drawn.key }) }).end()`,
  ],
  [
    "one that stands a second time under another name, beside the first",
    `definePipeline(about).step(count).step(draw, { ${lettersOf} }).beside(draw, { name: "again", ${lettersOf} })` +
      ".step(tell, { input: ({ results }) => ({ key: results.again.key }) }).end()",
  ],
  [
    "a wait, and a step that takes what the event says",
    "definePipeline(about).waitFor('yes', { schema: Type.Object({ key: Type.String() }), timeout: '10m' })" +
      ".step(tell, { input: ({ results }) => ({ key: results.yes.key }) }).end()",
  ],
  [
    "a sleep of a length and one until a time that the job gives",
    "definePipeline(about).step(count).sleep('10m').sleepUntil(({ results, input }) => new Date(results.count.letters + input.text.length)," +
      " { name: 'till' }).step(tell, { input: () => ({}) }).end()",
  ],
  [
    "a map over items of the stage's input, and its results in order",
    "definePipeline(about).map(({ input }) => [{ text: input.text }], count).step(draw, { input: ({ results }) => ({ letters: results.count[0]?.letters ?? 0 }) })" +
      ".step(tell, { input: ({ results }) => results.draw }).end()",
  ],
  [
    "a map that collects failures",
    "definePipeline(about).map([{ text: 'a' }], count, { onError: 'collect' }).end(({ results }) => ({ told: results.count[0]?.status === 'failed' }))",
  ],
  [
    "a repetition that judges the stage's result",
    "definePipeline(about).repeat(count, { input: ({ input }) => input, every: '2s', within: '1h', until: isEmpty }).end(() => ({ told: true }))",
  ],
  [
    "a call of another pipeline, and what that one gives",
    "definePipeline(about).call('counted', { pipeline: counting, input: ({ input }) => ({ text: input.text }) })" +
      ".step(draw, { input: ({ results }) => results.counted }).end(({ results }) => ({ told: results.draw.key === '' }))",
  ],
  [
    "a branch, each way with what is known before it",
    "definePipeline(about).step(count).when(({ results }) => results.count.letters > 3, (then) => then.step(draw, { " +
      lettersOf +
      " }), (other) => other.step(count, { name: 'again' })).step(tell, { input: ({ results }) => (results.draw === undefined ? {} : { key: results.draw.key }) }).end()",
  ],
  [
    "an output that is gathered",
    "definePipeline(about).step(count).end(({ results }) => ({ told: results.count.letters > 0 }))",
  ],
];
const REFUSED: readonly (readonly [what: string, pipeline: string])[] = [
  ["a stage whose input the job does not have", "definePipeline(about).step(draw)"],
  ["a stage that nobody defined", "definePipeline(about).step(cuont)"],
  [
    "a step that is misspelt",
    "definePipeline(about).step(count).step(draw, { input: ({ results }) => results.cuont })",
  ],
  ["an input of another type", `definePipeline(about).step(count).step(draw, { input: () => ({ letters: "3" }) })`],
  [
    "a result that may be missing",
    `definePipeline(about).step(count, { optional: true }).step(draw, { ${lettersOf} })`,
  ],
  [
    "a result that an exit may skip",
    `definePipeline(about).step(count, { exit: { to: "tell", when: isEmpty } }).step(draw, { ${lettersOf} })` +
      ".step(tell, { input: ({ results }) => ({ key: results.draw.key }) })",
  ],
  ["the result of a step beside it", `definePipeline(about).step(count).beside(draw, { ${lettersOf} })`],
  ["an exit that judges another result", `definePipeline(about).step(tell, { exit: { to: "count", when: isEmpty } })`],
  [
    "a result in place of an event that is none",
    "definePipeline(about).waitFor('yes', { schema: Type.Object({ key: Type.String() }), onTimeout: { result: { kee: 'x' } } })",
  ],
  [
    "a repetition that judges another result",
    "definePipeline(about).repeat(tell, { input: () => ({}), every: '2s', within: '1h', until: isEmpty })",
  ],
  [
    "a result of a branch that may not have been taken",
    "definePipeline(about).step(count).when(() => true, (then) => then.step(draw, { " +
      lettersOf +
      " })).step(tell, { input: ({ results }) => ({ key: results.draw.key }) })",
  ],
  [
    "an input that the called pipeline does not take",
    "definePipeline(about).call('counted', { pipeline: counting, input: () => ({ txet: '' }) })",
  ],
  [
    "a result that the called pipeline does not give",
    "definePipeline(about).call('counted', { pipeline: counting, input: ({ input }) => input }).step(tell, { input: ({ results }) => ({ key: results.counted.key }) })",
  ],
  ["a duration that is none", "definePipeline(about).sleep('ten minutes')"],
  ["items that the stage does not take", "definePipeline(about).map(({ input }) => [{ letters: input.text }], draw)"],
  [
    "the result of one item as that of all",
    "definePipeline(about).map([{ text: 'a' }], count).step(draw, { input: ({ results }) => results.count })",
  ],
  ["an output that is not the pipeline's", "definePipeline(about).step(count).end()"],
];

describe("TypeScript", { timeout: 60_000 }, () => {
  const errors = new Set<number>();
  let output = "";
  const lines = [...HEAD.split("\n"), ...[...TAKEN, ...REFUSED].map(([, pipeline]) => `${pipeline};`)];
  const lineOf = (pipeline: string) => lines.indexOf(`${pipeline};`) + 1;
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(import.meta.dirname, ".types-"));
    await writeFile(join(dir, "pipelines.ts"), lines.join("\n"));
    const config = { extends: "../../../tsconfig.json", include: ["./pipelines.ts"] };
    await writeFile(join(dir, "tsconfig.json"), JSON.stringify(config));
    const tsc = promisify(execFile)(join(ROOT, "node_modules/.bin/tsc"), ["--noEmit", "-p", dir]);
    ({ stdout: output } = await tsc.catch((error: unknown) => error as { stdout: string }));
    for (const [, line] of output.matchAll(/pipelines\.ts\((\d+),\d+\): error/g)) errors.add(Number(line));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  for (const [what, pipeline] of TAKEN) it(`takes ${what}`, () => assert.ok(!errors.has(lineOf(pipeline)), output));
  for (const [what, pipeline] of REFUSED) it(`refuses ${what}`, () => assert.ok(errors.has(lineOf(pipeline)), output));
});
