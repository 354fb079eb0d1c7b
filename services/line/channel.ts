import type { JobClient } from "@guchi/chain/client.ts";
import { StageError } from "@guchi/chain/errors.ts";
import { priorityOf } from "@guchi/chain/fairness.ts";
import { asksForAnotherFilm, asksForFilm, FILM_PIPELINE } from "@guchi/contracts/film-words.ts";
import { LineChannelName } from "@guchi/contracts/line/channels.ts";
import { fits } from "@guchi/chain/schema.ts";
import type { Admission } from "@guchi/platform/load/admission.ts";
import type { Bound } from "@guchi/platform/load/bound.ts";
import { mediaUrls } from "@guchi/platform/media/url.ts";
import type { Messenger } from "@guchi/platform/messenger/messenger.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import type { Secret } from "@guchi/platform/redis/secret.ts";
import type { Runtime } from "@guchi/platform/service/runtime.ts";
import type { JobRecords } from "@guchi/chain/job/records.ts";
import { LineApi } from "./api/api.ts";
import { BotName } from "./api/bot-name.ts";
import { channelTokens } from "./api/token.ts";
import { Sender } from "./delivery/deliver.ts";
import { createDeliver } from "./delivery/messenger.ts";
import { LineState } from "./delivery/outage.ts";
import type { Deliveries } from "./delivery/store.ts";
import { Company } from "./events/company.ts";
import { Intake } from "./events/intake.ts";
import type { Ownership } from "./events/ownership.ts";
import { lineSends } from "./metrics.ts";
import type { LineSettings, settings } from "./settings.ts";
import { keepTellingStanding } from "./standing.ts";
import { dataBaseUrlOf, fetchContent } from "./transcription/content.ts";
import { transcribers } from "./transcription/settings.ts";

export type LineRuntime = Runtime<typeof settings>;

/** What works for one channel: none of it knows of another one. */
export interface Channel {
  readonly intake: Pick<Intake, "take">;
  readonly deliver: Messenger["deliver"];
  /** Fetches what a user sent, by the message's id. */
  readonly fetch: (messageId: string, signal: AbortSignal) => Promise<Buffer>;
  readonly close: () => void;
}

/** What the channels have together. */
export interface Shared {
  readonly runtime: LineRuntime;
  readonly client: JobClient;
  readonly records: JobRecords;
  readonly ownership: Ownership;
  readonly deliveries: Deliveries;
  readonly admission: Admission;
  readonly notices: Bound;
  readonly mediaSecret: Secret;
}

/** Begins to work for a channel. */
export function openChannel(line: LineSettings, shared: Shared): Channel {
  const { runtime, client, ownership, deliveries } = shared;
  const { config, redis } = runtime;
  const log = line.name === "" ? runtime.log : runtime.log.child({ channel: line.name });
  const tokens = channelTokens(line, redis);
  const api = new LineApi({ baseUrl: line.apiBaseUrl, tokens });
  const name = new BotName(api);
  const intake = new Intake({
    channel: line.name,
    client,
    ownership,
    // Nobody here knows whether a film came just before.
    pipelineOf: (text) => (asksForFilm(text) || asksForAnotherFilm(text) ? FILM_PIPELINE : line.pipeline),
    admission: shared.admission,
    notices: shared.notices,
    priorityOf: async (user) => priorityOf(redis, keys, user),
    onTalk: (talk) => company.begin(talk),
    herName: async () => name.get(),
    hears: transcribers.of(config).length > 0,
    log,
  });
  const company = new Company({ api, client, deliveries, askToWait: async (talk) => intake.askToWait(talk), log });
  const lineState = new LineState(redis, line.name);
  const quiet = keepTellingStanding({ channel: line.name, api, lineState, redis, log });
  return {
    intake,
    deliver: createDeliver({ sender: senderOf(line, shared, { api, lineState }), intake }),
    fetch: async (messageId, signal) =>
      fetchContent(messageId, { dataBaseUrl: dataBaseUrlOf(line.apiBaseUrl), tokens }, signal),
    close: () => {
      quiet();
      company.close();
    },
  };
}

interface Speaking {
  readonly api: LineApi;
  readonly lineState: LineState;
}

function senderOf(line: LineSettings, shared: Shared, speaking: Speaking): Sender {
  const { runtime, mediaSecret: secret, ...parts } = shared;
  const { config, media, metrics, pipelines } = runtime;
  return new Sender({
    ...parts,
    ...speaking,
    pipelines,
    media,
    pushesToGroups: line.pushesToGroups,
    publicBaseUrl: line.publicBaseUrl,
    // A message cannot be changed any more: its URLs live as long as the files.
    mediaUrls: () => mediaUrls({ secret, ttlSeconds: config.JOB_TTL }, line.publicBaseUrl),
    count: (way, verdict) => metrics.count(lineSends, { way, verdict, channel: line.name }),
  });
}

/** The channels that work here, by their names. */
export type Channels = ReadonlyMap<string, Channel>;

/**
 * The channel of this name. What is no name is the one without: so the events of a version that
 * knew one channel alone, and wrote LINE's id of the bot there. Throws StageError where it is not
 * configured here.
 */
export function channelOf(channels: Channels, name = "", errorClass: StageError["class"]): Channel {
  const channel = channels.get(fits(LineChannelName, name) ? name : "");
  if (channel !== undefined) return channel;
  const what = fits(LineChannelName, name) ? `The LINE channel "${name}"` : "LINE";
  throw new StageError(`${what} is not configured here.`, { code: "provider_misconfigured", class: errorClass });
}
