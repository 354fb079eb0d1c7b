import assert from "node:assert/strict";
import { it } from "node:test";
import Type from "typebox";
import { definePipeline } from "./define.ts";
import { defineContract } from "./stage.ts";

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

it("whole", () => {
  const whole = definePipeline(about)
    .step(count, { exit: { to: "tell", when: ({ letters }) => letters === 0 } })
    .step(draw, { input: ({ results }) => results.count })
    .beside(draw, { name: "again", optional: true, input: ({ results }) => ({ letters: results.count.letters }) })
    .step(tell, {
      input: ({ results: { draw: drawn } }) => (drawn === undefined ? {} : { key: drawn.key }),
    })
    .end();
  assert.equal(whole.layout.steps.length, 4);
});

it("types", () => {
  // @ts-expect-error the job has no letters for it
  definePipeline(about).step(draw);
  definePipeline(about)
    .step(count)
    // @ts-expect-error no such result
    .step(draw, { input: ({ results }) => results.cuont });
  definePipeline(about)
    .step(count)
    // @ts-expect-error not a number
    .step(draw, { input: ({ results }) => ({ letters: "x" + results.count.letters }) });
  definePipeline(about)
    .step(count, { optional: true })
    // @ts-expect-error may be missing
    .step(draw, { input: ({ results }) => ({ letters: results.count.letters }) });
  definePipeline(about)
    .step(count, { exit: { to: "tell", when: () => true } })
    .step(draw, { input: ({ results }) => ({ letters: results.count.letters }) })
    // @ts-expect-error may be skipped
    .step(tell, { input: ({ results }) => ({ key: results.draw.key }) });
  definePipeline(about)
    .step(count)
    // @ts-expect-error a sibling's result
    .beside(draw, { input: ({ results }) => results.count });
  const half = definePipeline(about).step(count);
  // @ts-expect-error that is not the output
  half.end();
  half.end(() => ({ told: true }));
});
