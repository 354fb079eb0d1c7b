import { defineContract } from "@guchi/chain/stage.ts";
import Type from "typebox";

/** Greets a city. */
export const hello = defineContract({
  name: "hello",
  input: Type.Object({ city: Type.String({ minLength: 1 }) }),
  output: Type.String(),
});
