import type { Log, LogCodes } from "@guchi/chain/log.ts";

/** Every code of this service's own log lines. */
export const LOG_CODES = {
  "persona.words_replaced": {
    level: "warn",
    means: "What a text model wrote is not to be said: `why`. Her own words took its place.",
    todo: "If it is often, try another OPENAI_TEXT_MODEL.",
  },
} as const satisfies LogCodes;

export type PersonaLog = Log<keyof typeof LOG_CODES>;
