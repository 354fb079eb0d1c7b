import Type, { type Static } from "typebox";

/** The languages in which the bot answers. */
export const Language = Type.Enum(["ja", "en"]);
export type Language = Static<typeof Language>;
