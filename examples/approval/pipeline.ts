import { definePipeline } from "@guchi/chain/define.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import Type from "typebox";
import { Approval, publish, sketch } from "./contract.ts";

/** What EXTENSIONS=examples/approval adds to Guchi's own pipelines. */
export const pipelines: readonly Pipeline[] = [
  definePipeline({
    name: "approval",
    about: "Draws a picture, and publishes it when somebody approves it within ten minutes.",
    input: Type.Object({ text: Type.Optional(Type.String({ maxLength: 60 })) }),
    output: publish.output,
  })
    .step(sketch, { input: ({ input }) => ({ text: input.text ?? "Hello" }) })
    .waitFor("approval", { schema: Approval, timeout: "10m", onTimeout: { result: { approved: false } } })
    .step(publish, { input: ({ results }) => ({ ...results.sketch, ...results.approval }) })
    .end(),
];
