import { definePipeline } from "@guchi/chain/define.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import Type from "typebox";
import { hello } from "./contract.ts";

/** What EXTENSIONS=examples/hello adds to Guchi's own pipelines. */
export const pipelines: readonly Pipeline[] = [
  definePipeline({
    name: "hello",
    about: "Greets three cities, one after the other.",
    input: Type.Object({}),
    output: Type.Array(Type.String()),
  })
    .step(hello, { name: "seattle", input: () => ({ city: "Seattle" }) })
    .step(hello, { name: "tokyo", input: () => ({ city: "Tokyo" }) })
    .step(hello, { name: "london", input: () => ({ city: "London" }) })
    .end(({ results }) => Object.values(results)),
];
