import type { Log, LogCodes } from "@guchi/chain/log.ts";

/** Every code of this service's own log lines. */
export const LOG_CODES = {
  "line.refused": {
    level: "error",
    means: "LINE does not take an answer. `verdict` denied: the token; rejected: the message. It is tried again.",
    todo: "denied: issue a new channel access token. rejected: report it with `line`, which is what LINE said.",
  },
  "line.part_refused": {
    level: "warn",
    means: "LINE does not take a part of an answer, such as its picture. The answer goes without it.",
    todo: "`line` is what LINE said. See that PUBLIC_BASE_URL is reached from outside by https.",
  },
  "line.quota_spent": {
    level: "warn",
    means:
      "LINE takes no more pushes this month: the answer waits for the user's next message. Told once an hour and process.",
    todo: "Replies go on. Wait for the month's end, or take a larger plan. See docs/operations.md, LINE's quota is spent.",
  },
  "line.event_ignored": {
    level: "warn",
    means: "An event of LINE's does not fit its form, or its job is damaged. It is ignored.",
    todo: "If there are many: LINE's form has changed. Report it with `err`.",
  },
  "line.chat_not_looked_at": {
    level: "debug",
    means: "Whether a chat still waits for its answer could not be looked at.",
  },
  "line.standing_unknown": {
    level: "warn",
    means: "How LINE is, such as the month's messages, could not be told to the operations pages.",
    todo: "`err` says why. Answers go on.",
  },
  "line.no_animation": { level: "debug", means: "LINE does not show its loading animation." },
} as const satisfies LogCodes;

export type LineLog = Log<keyof typeof LOG_CODES>;
