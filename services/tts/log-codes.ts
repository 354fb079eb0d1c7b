import type { Log, LogCodes } from "@guchi/chain/log.ts";

/** Every code of this service's own log lines. */
export const LOG_CODES = {
  "voice.failed": {
    level: "warn",
    means: "Her own voice failed: espeak-ng speaks in its place.",
    todo: "`err` says why. docs/voice.md says what it needs.",
  },
  "voice.not_available": {
    level: "warn",
    means: "The local voice is not installed, or does not load.",
    todo: "docs/voice.md says how to install it.",
  },
} as const satisfies LogCodes;

export type VoiceLog = Log<keyof typeof LOG_CODES>;
