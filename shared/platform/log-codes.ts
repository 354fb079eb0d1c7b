import type { ChainLogCode } from "@guchi/chain/log-codes.ts";
import type { Log, LogCodes } from "@guchi/chain/log.ts";

/** Every code of what each service process logs, beside the engine's. */
export const LOG_CODES = {
  "service.ready": { level: "debug", means: "A service has started." },
  "service.stops": { level: "debug", means: "A service was asked to stop, or must." },
  "service.start_failed": {
    level: "fatal",
    means: "A service could not start, for a reason that no check foresaw.",
    todo: "`err` says why. `npm start` and Compose try again.",
  },
  "service.crashed": {
    level: "fatal",
    means: "An error that nobody caught ends the process. It is started again; what it had in hand goes on elsewhere.",
    todo: "Report it with `err`.",
  },
  "service.restarted": {
    level: "error",
    means: "`npm start` found a service, or its Redis, ended, and starts it again.",
    todo: "The lines before it say why.",
  },
  "service.warning": {
    level: "warn",
    means: "A service found something that will not do for long, such as a model that is to be shut down.",
    todo: "The line says what.",
  },
  "service.warnings_failed": { level: "warn", means: "A service could not look for such warnings. It looks again." },
  "settings.misspelt": {
    level: "warn",
    means: "A variable of the environment looks like a setting that is misspelt.",
    todo: "Correct the name, or ignore the line where the variable is another program's.",
  },
  "health_file.not_written": {
    level: "warn",
    means: "HEALTH_FILE could not be written: whoever looks at it will think the service dead.",
    todo: "See that its folder exists and can be written to.",
  },
  "heartbeat.failed": { level: "warn", means: "A worker could not tell Redis that it lives. It tells again in 2 s." },
  "metrics.not_sent": { level: "warn", means: "Counts could not be sent to Redis. They are kept and sent later." },
  "redis.still_fails": {
    level: "warn",
    means: "A trouble of Redis goes on: told once a minute, with how many lines were left out.",
    todo: "`said` is what Redis said last. See docs/operations.md, Redis is away.",
  },
  "redis.recovered": { level: "info", means: "A trouble of Redis is over." },
  "redis.rewrite_failed": {
    level: "error",
    means: "The embedded Redis could not rewrite its file: erased data is still in it.",
    todo: "See that the disk of DATA_DIR has room. It is tried again.",
  },
  "data_key.other": {
    level: "warn",
    means: "DATA_KEY does not open what this Redis holds: its jobs answer 503.",
    todo: "Add the key that sealed it to DATA_KEY's list, behind the first.",
  },
  "data_key.unsealed_data": {
    level: "info",
    means: "This Redis holds data from before DATA_KEY, in the clear.",
    todo: "Seal it with `npx --no guchi reseal`.",
  },
  "media.not_shared": {
    level: "warn",
    means: "Another process on this Redis keeps its media elsewhere, and each one's files are 404 at the other.",
    todo: "Give all of them one DATA_DIR, or one bucket.",
  },
  "media.not_looked_at": { level: "warn", means: "Whether all keep their media in one place could not be looked at." },
  "traces.not_taken": {
    level: "warn",
    means: "The collector of traces takes no spans: `reason`. They are dropped; jobs go on.",
    todo: "See that the collector runs and that OTEL_EXPORTER_OTLP_ENDPOINT is right.",
  },
  "traces.taken": { level: "info", means: "The collector of traces takes spans again." },
} as const satisfies LogCodes;

type PlatformLogCode = keyof typeof LOG_CODES | ChainLogCode;
export type PlatformLog = Log<PlatformLogCode>;
