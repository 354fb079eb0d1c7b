import { fits } from "@guchi/chain/schema.ts";
import type { SettingsProblem } from "@guchi/platform/config/settings.ts";
import { text, variable, type Variable } from "@guchi/platform/config/variables.ts";
import Type from "typebox";

/**
 * The channels of LINE that one deployment serves. The one of LINE_CHANNEL_SECRET has no name,
 * which is "" here and nothing at all in keys, paths and records; the others have theirs.
 */

/** One of LINE_CHANNELS. */
export interface NamedChannel {
  readonly name: string;
  readonly channelId: string;
  readonly secret: string;
  /** Undefined: LINE_PIPELINE. */
  readonly pipeline: string | undefined;
}

const NAME = "[a-z][a-z0-9-]{0,31}";
export const LineChannelName = Type.String({ pattern: `^${NAME}$` });

const FORM = "NAME:CHANNEL_ID:CHANNEL_SECRET or NAME:CHANNEL_ID:CHANNEL_SECRET:PIPELINE";
const ENTRY = new RegExp(`^(${NAME}):(\\d{1,20}):([\\x21-\\x39\\x3b-\\x7e]+)(?::([a-z][a-z0-9-]*))?$`);

/** Undefined in the place of an entry that is none, which `lineChannelProblems` tells of. */
type Entries = readonly (NamedChannel | undefined)[];

/** Reads LINE_CHANNELS. */
const entries = variable<Entries>(`${FORM}, separated by commas or white space`, (value) =>
  value.split(/[\s,]+/).map(entryOf),
);

function entryOf(value: string): NamedChannel | undefined {
  const [, name, channelId, secret, pipeline] = ENTRY.exec(value) ?? [];
  if (name === undefined || channelId === undefined || secret === undefined) return undefined;
  return { name, channelId, secret, pipeline };
}

/** The variables that both need who take LINE's webhooks in and who speak to LINE. */
export const LINE_SECRET_SETTINGS = {
  LINE_CHANNEL_SECRET: text({
    about: "Signs LINE's webhooks; unset: LINE is off, but for LINE_CHANNELS",
    japanese: "LINE の Webhook の署名に使うチャネルシークレット。未設定なら LINE_CHANNELS のチャネルだけを使う",
    secret: true,
  }),
  LINE_CHANNELS: entries({
    about: "More LINE channels, comma-separated, each NAME:CHANNEL_ID:CHANNEL_SECRET or with :PIPELINE behind",
    japanese: "ほかの LINE チャネル（カンマ区切り、NAME:CHANNEL_ID:CHANNEL_SECRET か、続けて :PIPELINE）",
    secret: true,
  }),
} as const satisfies Record<string, Variable<unknown>>;

interface Config {
  readonly LINE_CHANNELS: Entries | undefined;
  readonly LINE_CHANNEL_SECRET: string | undefined;
  /** Of whoever reads it. */
  readonly LINE_CHANNEL_ID?: string | undefined;
}

/** The channels that have a name. */
export function namedChannels({ LINE_CHANNELS: all = [] }: Pick<Config, "LINE_CHANNELS">): readonly NamedChannel[] {
  return all.flatMap((each) => each ?? []);
}

/** The secret of each channel by its name; none: LINE is off. */
export function channelSecrets(config: Config): ReadonlyMap<string, string> {
  const { LINE_CHANNEL_SECRET: unnamed } = config;
  const named = namedChannels(config).map(({ name, secret }) => [name, secret] as const);
  return new Map(unnamed === undefined ? named : [["", unnamed], ...named]);
}

/** What is wrong with LINE_CHANNELS, a line each: entries by their place, and never a value. */
export function lineChannelProblems(config: Config): readonly SettingsProblem[] {
  const { LINE_CHANNELS: all = [] } = config;
  return all
    .flatMap((_, at) => faultsAt(at, all, config))
    .map((fault) => ({ needed: "LINE_CHANNELS", text: `LINE_CHANNELS ${fault}` }));
}

function faultsAt(at: number, all: Entries, config: Config): readonly string[] {
  const entry = all[at];
  if (entry === undefined) return [`must be ${FORM}, which entry ${at + 1} is not`];
  return [...sameAsBefore(entry, at, all), ...taken(entry, at, config)];
}

function sameAsBefore(entry: NamedChannel, at: number, all: Entries): readonly string[] {
  return SAME.flatMap(([key, what]) => {
    const before = all.findIndex((other) => other?.[key] === entry[key]);
    return before === at ? [] : [`must have each ${what} once: entries ${before + 1} and ${at + 1} have the same`];
  });
}

function taken({ channelId, secret }: NamedChannel, at: number, config: Config): readonly string[] {
  const same = [
    ...(channelId === config.LINE_CHANNEL_ID ? ["LINE_CHANNEL_ID"] : []),
    ...(secret === config.LINE_CHANNEL_SECRET ? ["LINE_CHANNEL_SECRET"] : []),
  ];
  return same.map((name) => `must hold other channels than ${name}, and entry ${at + 1} is that one`);
}

const SAME = [
  ["name", "name"],
  ["channelId", "channel id"],
  ["secret", "channel secret"],
] as const;

/** What a job owes that answers somebody on LINE, as far as it tells the channel. */
const Owed = Type.Object({
  messenger: Type.Literal("line"),
  to: Type.Object({ line: Type.Object({ channel: Type.Optional(LineChannelName) }) }),
});

/** The channel that a job owes its answer to; undefined: it owes LINE none. */
export function channelOwed(owes: unknown): string | undefined {
  return fits(Owed, owes) ? (owes.to.line.channel ?? "") : undefined;
}

/** Behind what is a channel's own, such as a key. No id of LINE's and no name holds an `@`. */
export function ofChannel(channel = ""): string {
  return channel === "" ? "" : `@${channel}`;
}

/** The field of what is a channel's, such as a log line; none for the one without a name. */
export function channelField(channel: string): { readonly channel?: string } {
  return channel === "" ? {} : { channel };
}

/** Where LINE calls, under the base of our URLs. */
const WEBHOOK_PATH = "/webhook/line";

/** Where LINE calls for a channel. */
export function webhookPath(channel = ""): string {
  return channel === "" ? WEBHOOK_PATH : `${WEBHOOK_PATH}/${channel}`;
}

/** Whether a route is where LINE calls, for whichever channel. */
export function isWebhookPath(path: string): boolean {
  return path === WEBHOOK_PATH || path.startsWith(`${WEBHOOK_PATH}/`);
}
