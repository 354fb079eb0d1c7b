import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gather, jobOutput, stepInput } from "./gather.ts";
import { parseRecord, type JobRecord } from "./job/record.ts";
import { stepField } from "./job/fields.ts";
import { firstSteps, layoutText, onward, parseLayout, type LayoutStep } from "./layout.ts";
import { owedSteps } from "./owed.ts";
import type { Pipeline } from "./pipeline.ts";
import { testPipeline } from "./testing/chain.ts";

type Spec = Parameters<typeof testPipeline>[0];
const define = (steps: Spec["steps"], more: Partial<Spec> = {}) => testPipeline({ name: "p", ...more, steps });
const exit = (to: string) => ({ to, when: () => true });
const names = (steps: readonly LayoutStep[]) => steps.map(({ name }) => name);

const head = { v: "2", status: "running", pipeline: "p", fingerprint: "", input: "{}", createdAt: "1", updatedAt: "1" };
const recordOf = ({ layout }: Pipeline, fields: Record<string, string>): JobRecord =>
  parseRecord("id", { ...head, layout: layout.hash, ...fields }, layout);
const city = (name: string) => ({ name, stage: "hello", input: () => ({ city: name }) });
const hashes = (...pipelines: readonly Pipeline[]) => new Set(pipelines.map(({ layout }) => layout.hash)).size;
const results = (...steps: readonly string[]) => Object.fromEntries(steps.map((step) => [stepField("r", step), "{}"]));

describe("a pipeline", () => {
  const bad: [what: string, make: () => unknown][] = [
    ["no step", () => define([])],
    ["a stage whose name has a colon", () => define(["a:b"])],
    ["a step whose name has a dot", () => define([{ name: "a.b", stage: "a" }])],
    ["two steps of one name", () => define(["a", "b", "a"])],
    ["an exit that leads back", () => define(["a", "b"], { exits: { b: exit("a") } })],
    ["an exit to nowhere", () => define(["a", "b"], { exits: { a: exit("c") } })],
    ["an exit to its own group", () => define([["a", "b"], "c"], { exits: { a: exit("b") } })],
    ["an exit out of a group", () => define([["a", "b"], "c"], { exits: { a: exit("c") } })],
    [
      "an exit out of a group whose stage stands once more later",
      () => define([["a", "b"], { name: "again", stage: "a" }, "c"], { exits: { a: exit("c") } }),
    ],
  ];
  for (const [what, make] of bad) it(`with ${what} is refused`, () => assert.throws(make, TypeError));

  it("leads from step to step, and to all members of a group at once", () => {
    const { layout } = define(["a", ["b", "c"], "d"]);
    const after = (name: string) => {
      const way = onward(layout, layout.steps.find((step) => step.name === name) ?? assert.fail(), false);
      return { skipped: names(way.skipped), next: names(way.next), siblings: names(way.siblings) };
    };
    assert.deepEqual(names(firstSteps(layout)), ["a"]);
    assert.deepEqual(after("a"), { skipped: [], next: ["b", "c"], siblings: [] });
    assert.deepEqual(after("b"), { skipped: [], next: ["d"], siblings: ["c"] });
    assert.deepEqual(after("d"), { skipped: [], next: [], siblings: [] });
  });

  it("passes over what lies between when it exits early", () => {
    const { layout } = define(["a", ["b", "c"], "d"], { exits: { a: exit("d") } });
    const [a = assert.fail()] = layout.steps;
    const { skipped, next } = onward(layout, a, true);
    assert.deepEqual([names(skipped), names(next)], [["b", "c"], ["d"]]);
    assert.deepEqual(names(onward(layout, a, false).next), ["b", "c"]);
  });

  it("may run one stage several times, each with an input of its own", () => {
    const cities = define([city("tokyo"), city("london")], { gather: (job) => Object.values(job.results) });
    const record = recordOf(cities, { [stepField("r", "tokyo")]: '"Hello tokyo"' });
    assert.deepEqual(stepInput(cities.steps.get("london") ?? assert.fail(), gather(record)), { city: "london" });
    assert.deepEqual(jobOutput(cities, record), ["Hello tokyo"]);
  });

  it("gives a stage without a map what the groups before it made, and nothing of its siblings", () => {
    const pipeline = define(["a", ["b", "c"], "d"]);
    const record = recordOf(pipeline, { input: '{"text":"x"}', ...results("a", "b") });
    assert.deepEqual(stepInput(pipeline.steps.get("c") ?? assert.fail(), gather(record, 1)), { text: "x", a: {} });
  });
});

describe("a layout", () => {
  it("has the same hash as long as nothing of it changes, whatever the code does", () => {
    assert.equal(hashes(define(["a", "b"]), define(["a", { stage: "b", input: () => ({}) }], { name: "q" })), 1);
    assert.equal(
      hashes(
        define(["a", "b"], { exits: { a: exit("b") } }),
        define(["a", "b"], { exits: { a: { to: "b", when: () => false } } }),
      ),
      1,
    );
  });

  it("has another one when a step, its name, stage, order, group, exit or option is another one", () => {
    const different = [
      define(["a", "b"]),
      define(["b", "a"]),
      define(["a"]),
      define([["a", "b"]]),
      define([{ name: "c", stage: "a" }, "b"]),
      define([{ name: "a", stage: "c" }, "b"]),
      define(["a", "b"], { optional: ["a"] }),
      define(["a", "b"], { exits: { a: exit("b") } }),
    ];
    assert.equal(hashes(...different), different.length);
  });

  it("is read back by its hash, and by no other", () => {
    const { layout } = define(["a", ["b", "c"]], { optional: ["c"] });
    assert.deepEqual(parseLayout(layout.hash, layoutText(layout)), layout);
    assert.equal(parseLayout("another", layoutText(layout)), undefined);
    assert.equal(parseLayout(layout.hash, "{"), undefined);
    assert.equal(parseLayout(layout.hash, layoutText(define(["a"]).layout)), undefined);
  });
});

describe("the steps that a job is owed to", () => {
  const pipeline = define(["a", ["b", "c"], "d"], { optional: ["c"] });
  const failure = { [stepField("e", "c")]: '{"code":"x","message":"","stalls":0}' };
  const table: [what: string, fields: Record<string, string>, steps: string[]][] = [
    ["a new job", { status: "pending" }, ["a"]],
    ["after the first step", results("a"), ["b", "c"]],
    ["one branch done", results("a", "b"), ["c"]],
    ["one branch done, the other failed for good", { ...results("a", "b"), ...failure }, ["d"]],
    ["all done", results("a", "b", "c", "d"), []],
    ["passed over", { ...results("a"), skipped: "b,c" }, ["d"]],
    ["suspended", { status: "suspended", ...results("a") }, []],
    ["failed", { status: "failed" }, []],
  ];
  for (const [what, fields, steps] of table) {
    it(what, () => assert.deepEqual(names(owedSteps(recordOf(pipeline, fields))), steps));
  }
});
