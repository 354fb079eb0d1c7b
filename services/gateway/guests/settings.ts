import type { ApiKey } from "../http/api-keys.ts";
import type { LISTEN_SETTINGS } from "@guchi/platform/config/platform-settings.ts";
import type { Values } from "@guchi/platform/config/settings.ts";
import { choice, integer, rateLimit } from "@guchi/platform/config/variables.ts";
import type { Secret } from "@guchi/platform/redis/secret.ts";
import { StartError } from "@guchi/platform/service/start-error.ts";
import { isLoopback } from "../http/local.ts";
import type { GuestRules } from "./guests.ts";

/** Who may use the chat page. */
export const GUEST_SETTINGS = {
  PAGE_ACCESS: choice(
    "local",
    "key",
    "guest",
  )({
    about: "Who may use the page: this machine (or an API key), only an API key, or anybody as a guest",
    japanese: "ページを使える人：local＝このマシン（または API キー）、key＝API キーのみ、guest＝だれでも（ゲスト）",
    fallback: "local",
  }),
  GUEST_START_LIMIT: rateLimit({
    about: "Most jobs that a guest starts",
    japanese: "ゲスト 1 人が始められるジョブの上限",
    fallback: "10/60",
  }),
  GUEST_DAILY_PICTURES: integer(
    0,
    100_000,
  )({
    about: "Most pictures of a guest in 24 hours; beyond it she answers without one",
    japanese: "ゲスト 1 人が 24 時間に受け取れる絵の上限。超えると絵なしで答える",
    fallback: "50",
  }),
} as const;

type GuestConfig = Values<typeof GUEST_SETTINGS> &
  Values<Pick<typeof LISTEN_SETTINGS, "PUBLIC_BASE_URL">> & {
    readonly API_KEYS: readonly ApiKey[] | undefined;
    readonly TRUST_PROXY: readonly string[] | undefined;
  };

/**
 * What holds for guests, or undefined when there are none. Throws StartError where PAGE_ACCESS and
 * API_KEYS do not go together.
 */
export function guestRules(config: GuestConfig, secret: Secret): GuestRules | undefined {
  const { PAGE_ACCESS: access, API_KEYS: keys, PUBLIC_BASE_URL: base, TRUST_PROXY: proxies } = config;
  if (access === "key" && keys === undefined) throw new StartError("API_KEYS must be set, since PAGE_ACCESS is key");
  if (access !== "guest") return undefined;
  if (keys === undefined && base !== undefined && !isLoopback(new URL(base).host)) {
    // A proxy on this machine that adds no header makes all its callers look local.
    throw new StartError("API_KEYS must be set, since PAGE_ACCESS is guest and PUBLIC_BASE_URL is public");
  }
  const limits = { starts: config.GUEST_START_LIMIT, dailyPictures: config.GUEST_DAILY_PICTURES };
  return { secret, limits, countsAddresses: proxies !== undefined };
}
