import { definePipeline } from "@guchi/chain/define.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { announce, look } from "./contract.ts";

/** What EXTENSIONS=examples/monitor adds to Guchi's own pipelines. */
export const pipelines: readonly Pipeline[] = [
  definePipeline({
    name: "monitor",
    about: "Looks every two seconds whether something is ready, for ten minutes at most.",
    input: look.input,
    output: announce.output,
  })
    .repeat(look, { input: ({ input }) => input, every: "2s", within: "10m", until: ({ ready }) => ready })
    .step(announce, { input: ({ results }) => results.look })
    .end(),
];
