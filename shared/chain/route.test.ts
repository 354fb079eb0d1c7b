import assert from "node:assert/strict";
import { describe, it } from "node:test";
import Type from "typebox";
import { parseRecord } from "./job/record.ts";
import { owedPlaces } from "./owed.ts";
import { definePipeline, type PipelineSpec } from "./pipeline.ts";
import { PIPELINES, reactionTo } from "@guchi/contracts/pipelines.ts";
import { firstPositions, jobOutput, onward, stageInput } from "./route.ts";

const define = (steps: PipelineSpec["steps"], more: Partial<PipelineSpec> = {}) =>
  definePipeline({ name: "p", about: "", input: Type.Unknown(), output: Type.Unknown(), steps, ...more });

const say = (index: number) => ({
  stage: "hello",
  input: ({ input }: { input: Readonly<Record<string, unknown>> }) => ({
    name: (input["names"] as string[])[index],
  }),
});

const head = { v: "1", status: "running", pipeline: "p", fingerprint: "", input: "{}", createdAt: "1", updatedAt: "1" };
const record = (fields: Record<string, string>) => parseRecord("id", { ...head, ...fields });

describe("a pipeline", () => {
  const bad: [what: string, make: () => unknown][] = [
    ["no step", () => define([])],
    ["a name with a colon", () => define(["a:b"])],
    ["an optional stage that it does not hold", () => define(["a"], { optional: ["b"] })],
    ["an exit from nowhere", () => define(["a"], { exits: { b: { to: "a", when: () => true } } })],
    ["an exit that leads back", () => define(["a", "b"], { exits: { b: { to: "a", when: () => true } } })],
    ["an exit out of a group", () => define([["a", "b"], "c"], { exits: { a: { to: "c", when: () => true } } })],
  ];
  for (const [what, make] of bad) it(`with ${what} is refused`, () => assert.throws(make, TypeError));

  it("leads from step to step, and to all members of a group at once", () => {
    const pipeline = define(["a", ["b", "c"], "d"]);
    const [a, b, , d] = pipeline.positions;
    assert.ok(a !== undefined && b !== undefined && d !== undefined);
    assert.deepEqual(firstPositions(pipeline), [0]);
    assert.deepEqual(onward(pipeline, a, {}), { skipped: [], next: [1, 2], siblings: [] });
    assert.deepEqual(onward(pipeline, b, {}), { skipped: [], next: [3], siblings: [2] });
    assert.deepEqual(onward(pipeline, d, {}), { skipped: [], next: [], siblings: [] });
  });

  it("exits early only when the result says so, and not after a failure", () => {
    const pipeline = define(["a", "b", "c"], { exits: { a: { to: "c", when: (result) => result === "stop" } } });
    const [a] = pipeline.positions;
    assert.ok(a !== undefined);
    assert.deepEqual(onward(pipeline, a, "stop"), { skipped: [1], next: [2], siblings: [] });
    assert.deepEqual(onward(pipeline, a, "go").next, [1]);
    assert.deepEqual(onward(pipeline, a, undefined).next, [1]);
  });

  it("may run one stage several times, each with an input of its own", () => {
    const pipeline = define([say(0), say(1)], { gather: ({ results }) => [...results.values()] });
    const gathered = { input: { names: ["Tokyo", "London"] }, results: new Map([[0, "Hello Tokyo"]]) };
    const [, second] = pipeline.positions;
    assert.ok(second !== undefined);
    assert.deepEqual(stageInput(pipeline, second, gathered), { name: "London" });
    assert.deepEqual(jobOutput(pipeline, gathered), ["Hello Tokyo"]);
  });
});

describe("the places that a job is owed to", () => {
  const pipeline = define(["a", ["b", "c"], "d"], { optional: ["c"] });
  const table: [what: string, fields: Record<string, string>, places: number[]][] = [
    ["a new job", { status: "pending" }, [0]],
    ["after the first stage", { r0: "{}" }, [1, 2]],
    ["one branch done", { r0: "{}", r1: "{}" }, [2]],
    [
      "one branch done, the other failed for good",
      { r0: "{}", r1: "{}", e2: '{"code":"x","message":"","stalls":0}' },
      [3],
    ],
    ["all done", { r0: "{}", r1: "{}", r2: "{}", r3: "{}" }, []],
    ["passed over", { r0: "{}", skipped: "1,2" }, []],
    ["suspended", { status: "suspended", r0: "{}" }, []],
    ["failed", { status: "failed" }, []],
  ];
  for (const [what, fields, places] of table) {
    it(what, () => assert.deepEqual(owedPlaces(pipeline, record(fields)), places));
  }
});

describe("the reaction to a message", () => {
  const certain = { certain: true, kind: "abuse" } as const;
  const table = [
    ["what burdens", { language: "ja", listens: true }, "idol"],
    ["what is clearly no burden", { language: "ja", listens: false }, "cheer"],
    ["danger, whatever the mood", { language: "ja", listens: false, danger: certain }, "care"],
    ["danger in a language that she does not speak", { language: "ko", listens: true, danger: certain }, "care"],
    ["a doubt", { language: "en", listens: false, danger: { certain: false } }, "idol"],
    ["a language that she does not speak", { language: "th", listens: true }, "cheer"],
    ["a doubt in such a language", { language: "th", listens: true, danger: { certain: false } }, "cheer"],
  ] as const;
  for (const [what, sentiment, reaction] of table) {
    it(`${what}: ${reaction}`, () => {
      assert.equal(reactionTo(sentiment), reaction);
      const pipeline = PIPELINES.get("guchi") ?? assert.fail();
      const [first] = pipeline.positions;
      assert.ok(first !== undefined);
      const result = { label: "neutral", score: 1, grave: false, provider: "local", ...sentiment };
      assert.deepEqual(onward(pipeline, first, result).next, reaction === "idol" ? [1] : [4]);
    });
  }
});
