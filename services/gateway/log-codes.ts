import type { Log, LogCodes } from "@guchi/chain/log.ts";

/** Every code of this service's own log lines. */
export const LOG_CODES = {
  "stage.no_worker": {
    level: "warn",
    means: "No worker of a stage has been heard of for some 15 s. Its jobs wait; none is lost.",
    todo: "Start its service, or end one that hangs so that it is started anew. See docs/operations.md, Stage without worker.",
  },
  "stage.behind": {
    level: "warn",
    means: "An entry of a stage's queue has waited for over a minute.",
    todo: "More workers, or a look at why it is slow. See docs/operations.md, Stage is behind.",
  },
  "stage.paused": {
    level: "warn",
    means: "A stage's queue is paused, and an entry has waited for over a minute.",
    todo: "Resume it where it was paused: Bull Board, or the operations pages.",
  },
  "stage.recovered": { level: "info", means: "A stage is well again." },
  "user.floods": {
    level: "warn",
    means: "One user has most of the unfinished jobs: `jobs` of the `of` newest. Told at most once in five minutes.",
    todo: "Others wait behind little of it. In /admin, runs, with this `user` as the filter, cancel them if need be.",
  },
  "pipeline.not_loaded": {
    level: "warn",
    means: "Unfinished jobs of a pipeline wait, since this gateway does not know it.",
    todo: "Name its folder in EXTENSIONS, or cancel the jobs.",
  },
  "job.damaged": {
    level: "warn",
    means: "A job was asked for whose record does not validate. It is shown as failed.",
    todo: "DELETE removes it. Report it with `err`, which names the field and not what it holds.",
  },
  "media.not_removed": { level: "error", means: "The files of a job could not be removed.", todo: "`err` says why." },
  "media.trimmed": { level: "info", means: "The oldest media were removed, since MEDIA_MAX_BYTES was reached." },
  "media.over_bound": {
    level: "warn",
    means: "Media of unfinished jobs alone are more than MEDIA_MAX_BYTES. They are kept.",
    todo: "Raise the bound, or see why so many jobs are unfinished.",
  },
  "disk.nearly_full": {
    level: "warn",
    means: "The disk of DATA_DIR has less than 1 GiB or a twentieth left.",
    todo: "Make room, or bound the media by MEDIA_MAX_BYTES or a shorter JOB_TTL.",
  },
  "disk.has_room": { level: "info", means: "The disk of DATA_DIR has room again." },
  "http.unexpected": {
    level: "error",
    means: "A request was answered with 500, for a reason that nobody foresaw.",
    todo: "Report it with `err`.",
  },
  "http.problem": {
    level: "warn",
    means: "A request was answered with an error that is ours, mostly 503 while Redis is away.",
    todo: "`err` says why.",
  },
  "http.not_accepted": { level: "error", means: "A connection could not be accepted.", todo: "`err` says why." },
  "audit.refused": {
    level: "warn",
    means: "A call was refused: 401, 403 or 429. `audit` says who, from where, and what.",
    todo: "Many from one address: somebody guesses, or has an old key.",
  },
  "audit.changed": { level: "info", means: "A call changed something, or tried to. `audit` says who and what." },
  "audit.read": { level: "info", means: "Somebody looked at words in /admin. `audit` says who, and of which job." },
  "admin.not_looked_at": {
    level: "warn",
    means: "The operations pages could not be told of the jobs: Redis left between two looks.",
    todo: "`err` says why.",
  },
  "api.local_only": {
    level: "warn",
    means: "PUBLIC_BASE_URL is public, and without API_KEYS /jobs answers this machine only.",
    todo: "Set API_KEYS.",
  },
} as const satisfies LogCodes;

export type GatewayLog = Log<keyof typeof LOG_CODES>;
