import { defineContract } from "@guchi/chain/stage.ts";
import Type from "typebox";

/** Looks whether something is ready: here, whether its time has come. */
export const look = defineContract({
  name: "look",
  input: Type.Object({ readyAt: Type.String({ format: "date-time" }) }),
  output: Type.Object({ ready: Type.Boolean(), at: Type.String() }),
});

/** Tells that it is. */
export const announce = defineContract({
  name: "announce",
  input: Type.Object({ at: Type.String() }),
  output: Type.Object({ message: Type.String() }),
});
