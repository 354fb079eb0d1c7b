import { definePipeline } from "@guchi/chain/define.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import Type from "typebox";
import { bind, chapter, outline } from "./contract.ts";

/** What EXTENSIONS=examples/map adds to Guchi's own pipelines. */
export const pipelines: readonly Pipeline[] = [
  definePipeline({
    name: "map",
    about: "Writes a book: a chapter an item, eight at a time.",
    input: Type.Object({
      title: Type.Optional(Type.String({ maxLength: 60 })),
      chapters: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
    }),
    output: bind.output,
  })
    .step(outline, { input: ({ input: { title = "A book", chapters = 5 } }) => ({ title, chapters }) })
    .map(({ results }) => results.outline.chapters.map((heading) => ({ heading })), chapter, { concurrency: 8 })
    .step(bind, { input: ({ results }) => ({ chapters: [...results.chapter] }) })
    .end(),
];
