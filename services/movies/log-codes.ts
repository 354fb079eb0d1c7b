import type { Log, LogCodes } from "@guchi/chain/log.ts";

/** Every code of this service's own log lines. */
export const LOG_CODES = {
  "films.missing": {
    level: "error",
    means: "A request got no film: the store is empty, or MOVIES_MAX_RATING allows none in it.",
    todo: "Import films (docs/movies.md), or allow more.",
  },
  "films.not_embedded": {
    level: "warn",
    means: "Films that are new could not be given their numbers. It goes on in a minute.",
    todo: "`err` says why. Until then these films are not recommended.",
  },
  "films.embedded": { level: "info", means: "Films that are new can be recommended now." },
} as const satisfies LogCodes;

export type MoviesLog = Log<keyof typeof LOG_CODES>;
