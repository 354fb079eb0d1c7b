import { definePipeline, type Pipeline, type StepSpec } from "@guchi/chain/pipeline.ts";
import Type from "typebox";

/** The stage `hello` at a place of its own for a city. */
const hello = (city: string): StepSpec => ({ stage: "hello", input: () => ({ city }) });

/** What EXTENSIONS=examples/hello adds to Guchi's own pipelines. */
export const pipelines: readonly Pipeline[] = [
  definePipeline({
    name: "hello",
    about: "Greets three cities, one after the other.",
    input: Type.Object({}),
    output: Type.Array(Type.String()),
    steps: [hello("Seattle"), hello("Tokyo"), hello("London")],
    gather: ({ results }) => [...results.values()],
  }),
];
