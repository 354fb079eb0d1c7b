import { defineContract } from "@guchi/chain/stage.ts";
import Type from "typebox";

const Svg = Type.String({ description: "The picture, as SVG." });

/** Draws a picture of some words. */
export const sketch = defineContract({
  name: "sketch",
  input: Type.Object({ text: Type.String() }),
  output: Type.Object({ svg: Svg }),
});

/** What whoever looks at the picture says of it. */
export const Approval = Type.Object({ approved: Type.Boolean() }, { additionalProperties: false });

/** Publishes the picture, or not. */
export const publish = defineContract({
  name: "publish",
  input: Type.Object({ svg: Svg, approved: Type.Boolean() }),
  output: Type.Object({ published: Type.Boolean(), svg: Type.Optional(Svg) }),
});
