import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { reply } from "@guchi/contracts/stage-contracts.ts";
import { LINE_SECRET_SETTINGS, namedChannels, webhookPath } from "@guchi/contracts/line/channels.ts";
import { ADMISSION_SETTINGS, LISTEN_SETTINGS } from "@guchi/platform/config/platform-settings.ts";
import type { Settings, Values } from "@guchi/platform/config/settings.ts";
import { choice, httpUrl, text } from "@guchi/platform/config/variables.ts";
import { MEDIA_SETTINGS } from "@guchi/platform/media/settings.ts";
import { TRANSCRIPTION_SETTINGS } from "./transcription/settings.ts";
import { StartError } from "@guchi/platform/service/start-error.ts";

/** How the service gets its channel access token. */
type TokenSource =
  | { readonly kind: "long-lived"; readonly token: string }
  | { readonly kind: "stateless"; readonly channelId: string };

/** What the environment says of one channel of LINE, checked as a whole. */
export interface LineSettings {
  /** "": the channel without a name. */
  readonly name: string;
  readonly channelSecret: string;
  readonly token: TokenSource;
  /** Without a slash at its end; may hold a path. */
  readonly apiBaseUrl: string;
  /** Base of every URL that LINE is given: https, without a slash at its end. */
  readonly publicBaseUrl: string;
  readonly pipeline: string;
  readonly pushesToGroups: boolean;
}

/** Where LINE calls for a channel. */
export function webhookUrl(base: string, channel: string): string {
  return base + webhookPath(channel);
}

/** LINE takes URLs of 2,000 characters; a media URL of ours adds up to 200 to the base. */
const MAX_BASE_URL_CHARACTERS = 1_500;

/** What the service reads of its environment. */
export const settings = {
  PUBLIC_BASE_URL: LISTEN_SETTINGS.PUBLIC_BASE_URL,
  ...ADMISSION_SETTINGS,
  ...LINE_SECRET_SETTINGS,
  ...TRANSCRIPTION_SETTINGS,
  ...MEDIA_SETTINGS,
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
 * The settings of every channel, the one without a name first; none: LINE is off. Throws
 * StartError, with one line, for a half-set channel, an unknown pipeline, and a PUBLIC_BASE_URL
 * that LINE's apps could not load pictures from.
 */
export function lineSettings(config: LineConfig, pipelines: ReadonlySet<string>): readonly LineSettings[] {
  const unnamed = unnamedChannel(config);
  const named = namedChannels(config);
  if (unnamed === undefined && named.length === 0) return [];
  checkPipelines(config, pipelines);
  const publicUrl = publicBaseUrl(config.PUBLIC_BASE_URL);
  const settingsOf = (channel: Own): LineSettings => ({
    ...channel,
    pipeline: channel.pipeline ?? config.LINE_PIPELINE,
    apiBaseUrl: config.LINE_API_BASE_URL,
    publicBaseUrl: publicUrl,
    pushesToGroups: config.LINE_GROUP_PUSH === "always",
  });
  const others = named.map(({ name, channelId, secret, pipeline }): Own => {
    return { name, channelSecret: secret, token: { kind: "stateless", channelId }, pipeline };
  });
  return [...(unnamed === undefined ? [] : [unnamed]), ...others].map(settingsOf);
}

/** What a channel has that another one has not. */
interface Own extends Pick<LineSettings, "name" | "channelSecret" | "token"> {
  readonly pipeline: string | undefined;
}

/** A long-lived token wins over a channel id: it was made on purpose. */
function unnamedChannel(config: LineConfig): Own | undefined {
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
  const source: TokenSource =
    token === undefined ? { kind: "stateless", channelId: channelId ?? "" } : { kind: "long-lived", token };
  return { name: "", channelSecret, token: source, pipeline: undefined };
}

function checkPipelines(config: LineConfig, pipelines: ReadonlySet<string>): void {
  const all = [...pipelines].join(", ");
  if (!pipelines.has(config.LINE_PIPELINE)) {
    throw new StartError(`LINE_PIPELINE must be one of ${all}, not "${config.LINE_PIPELINE}"`);
  }
  const unknown = namedChannels(config).findIndex(({ pipeline }) => pipeline !== undefined && !pipelines.has(pipeline));
  // Its text is not repeated: a secret may stand there by mistake.
  if (unknown !== -1) throw new StartError(`LINE_CHANNELS must name one of ${all} as pipeline of entry ${unknown + 1}`);
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
