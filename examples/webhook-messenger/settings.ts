import { LISTEN_SETTINGS } from "@guchi/platform/config/platform-settings.ts";
import { integer } from "@guchi/platform/config/variables.ts";

/** What it reads of its environment. */
export const settings = {
  PUBLIC_BASE_URL: LISTEN_SETTINGS.PUBLIC_BASE_URL,
  WEBHOOK_MESSENGER_PORT: integer(
    0,
    65_535,
  )({ about: "Port for messages, on this machine alone; 0: any that is free", fallback: "3100" }),
} as const;
