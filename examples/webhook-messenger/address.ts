import Type, { type Static } from "typebox";

/** The messenger's name: its stage, queue and pipeline are `deliver-webhook`. */
export const WEBHOOK = "webhook";

/** Where an answer goes. Kept sealed in the job's record. */
export const Address = Type.Object({ url: Type.String({ pattern: "^https?://" }) }, { additionalProperties: false });
export type Address = Static<typeof Address>;
