import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { reply } from "@guchi/contracts/stage-contracts.ts";
import { LINE_SECRET_SETTINGS, WEBHOOK_PATH } from "@guchi/contracts/line.ts";
import { ADMISSION_SETTINGS, LISTEN_SETTINGS } from "@guchi/platform/config/platform-settings.ts";
import type { Settings, Values } from "@guchi/platform/config/settings.ts";
import { choice, httpUrl, text } from "@guchi/platform/config/variables.ts";
import { TRANSCRIPTION_SETTINGS } from "./transcription/settings.ts";
import { StartError } from "@guchi/platform/service/start-error.ts";

/** How the service gets its channel access token. */
type TokenSource =
  | { readonly kind: "long-lived"; readonly token: string }
  | { readonly kind: "stateless"; readonly channelId: string };

/** What the environment says of LINE, checked as a whole. */
export interface LineSettings {
  readonly channelSecret: string;
  readonly token: TokenSource;
  /** Without a slash at its end; may hold a path. */
  readonly apiBaseUrl: string;
  /** Base of every URL that LINE is given: https, without a slash at its end. */
  readonly publicBaseUrl: string;
  readonly pipeline: string;
  readonly pushesToGroups: boolean;
}

/** Where LINE calls, under the base of our URLs. */
export function webhookUrl(base: string): string {
  return base + WEBHOOK_PATH;
}

/** LINE takes URLs of 2,000 characters; a media URL of ours adds up to 200 to the base. */
const MAX_BASE_URL_CHARACTERS = 1_500;

/** What the service reads of its environment. */
export const settings = {
  PUBLIC_BASE_URL: LISTEN_SETTINGS.PUBLIC_BASE_URL,
  ...ADMISSION_SETTINGS,
  ...LINE_SECRET_SETTINGS,
  ...TRANSCRIPTION_SETTINGS,
  LINE_CHANNEL_ACCESS_TOKEN: text({
    about: "Long-lived token for LINE's API",
    japanese: "LINE の API に使う長期のチャネルアクセストークン",
    secret: true,
  }),
  LINE_CHANNEL_ID: text({
    about: "Instead of a long-lived token: id and secret give short-lived ones",
    japanese: "長期トークンの代わり。チャネル ID とシークレットから短期トークンを発行する",
  }),
  LINE_API_BASE_URL: httpUrl({
    about: "LINE's API; another one for tests",
    japanese: "LINE の API。テストでは別の URL にする",
    fallback: "https://api.line.me",
  }),
  LINE_PIPELINE: text({
    about: "Pipeline that answers a LINE message",
    japanese: "LINE のメッセージに答えるパイプライン",
    fallback: "guchi",
  }),
  LINE_GROUP_PUSH: choice(
    "never",
    "always",
  )({
    about: "Late answers in groups: held for the next reply, or pushed, which counts per member",
    japanese: "グループで遅れた答え：次の返信まで待つ（never）か、人数分の通数でプッシュする（always）か",
    fallback: "never",
  }),
} as const;

export type LineServiceSettings = Settings<typeof settings>;
type LineConfig = Values<typeof settings>;

/**
 * The settings of LINE, or undefined when none is set: then there is no webhook. Throws StartError,
 * with one line, for a half-set channel, an unknown pipeline, and a PUBLIC_BASE_URL that LINE's
 * apps could not load pictures from. A long-lived token wins over a channel id: it was made on
 * purpose.
 */
export function lineSettings(config: LineConfig, pipelines: ReadonlySet<string>): LineSettings | undefined {
  const { LINE_CHANNEL_SECRET: channelSecret, LINE_CHANNEL_ACCESS_TOKEN: token, LINE_CHANNEL_ID: channelId } = config;
  if (channelSecret === undefined) {
    const set =
      token !== undefined ? "LINE_CHANNEL_ACCESS_TOKEN" : channelId !== undefined ? "LINE_CHANNEL_ID" : undefined;
    if (set === undefined) return undefined;
    throw new StartError(`LINE_CHANNEL_SECRET must be set, since ${set} is`);
  }
  if (token === undefined && channelId === undefined) {
    throw new StartError("LINE_CHANNEL_ACCESS_TOKEN or LINE_CHANNEL_ID must be set, since LINE_CHANNEL_SECRET is");
  }
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new StartError("LINE_CHANNEL_ACCESS_TOKEN must be the token alone, without spaces");
  }
  if (!pipelines.has(config.LINE_PIPELINE)) {
    throw new StartError(`LINE_PIPELINE must be one of ${[...pipelines].join(", ")}, not "${config.LINE_PIPELINE}"`);
  }
  return {
    channelSecret,
    token: token === undefined ? { kind: "stateless", channelId: channelId ?? "" } : { kind: "long-lived", token },
    apiBaseUrl: config.LINE_API_BASE_URL,
    publicBaseUrl: publicBaseUrl(config.PUBLIC_BASE_URL),
    pipeline: config.LINE_PIPELINE,
    pushesToGroups: config.LINE_GROUP_PUSH === "always",
  };
}

function publicBaseUrl(url: string | undefined): string {
  if (url === undefined || URL.parse(url)?.protocol !== "https:") {
    throw new StartError(
      "PUBLIC_BASE_URL must be an https:// URL when LINE is configured: LINE's apps load pictures and sounds from there",
    );
  }
  if (url.length > MAX_BASE_URL_CHARACTERS) {
    throw new StartError(
      `PUBLIC_BASE_URL must have at most ${MAX_BASE_URL_CHARACTERS} characters when LINE is configured`,
    );
  }
  return url;
}

/** The pipelines that can answer a LINE message: those that end in words to somebody. */
export function linePipelines(pipelines: ReadonlyMap<string, Pipeline>): ReadonlySet<string> {
  const fit = [...pipelines.values()].filter(
    ({ hidden, layout }) => hidden !== true && layout.steps.at(-1)?.stage === reply.name,
  );
  return new Set(fit.map(({ name }) => name));
}
