import { defineStage } from "@guchi/chain/stage.ts";
import Type from "typebox";

/** Greets a city. */
export const helloStage = defineStage({
  name: "hello",
  input: Type.Object({ city: Type.String({ minLength: 1 }) }),
  output: Type.String(),
  retry: { attempts: 3, backoffMs: 500, maxBackoffMs: 10_000 },
  timeoutMs: 5_000,
  async run({ city }) {
    return `Hello ${city}`;
  },
});
