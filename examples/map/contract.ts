import { defineContract } from "@guchi/chain/stage.ts";
import Type from "typebox";

/** Plans a book: its chapters. */
export const outline = defineContract({
  name: "outline",
  input: Type.Object({ title: Type.String(), chapters: Type.Integer({ minimum: 0, maximum: 10_000 }) }),
  output: Type.Object({ chapters: Type.Array(Type.String()) }),
});

/** Writes one chapter. */
export const chapter = defineContract({
  name: "chapter",
  input: Type.Object({ heading: Type.String() }),
  output: Type.Object({ heading: Type.String(), words: Type.Integer({ minimum: 0 }) }),
});

/** Puts the chapters together. */
export const bind = defineContract({
  name: "bind",
  input: Type.Object({ chapters: Type.Array(chapter.output) }),
  output: Type.Object({
    chapters: Type.Integer({ minimum: 0 }),
    words: Type.Integer({ minimum: 0 }),
    headings: Type.Array(Type.String()),
  }),
});
