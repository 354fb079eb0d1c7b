import type { JobClient } from "@guchi/chain/client.ts";
import type { JobIndex } from "@guchi/chain/job/job-index.ts";
import type { JobSummaries } from "@guchi/chain/job/summaries.ts";
import type { LineView } from "@guchi/contracts/admin.ts";
import { readStandings, type LineStanding } from "@guchi/contracts/line-standing.ts";
import { channelField, channelOwed } from "@guchi/contracts/line/channels.ts";
import type { Redis } from "ioredis";
import { readHeadOrNone } from "./read-head.ts";

/** Completed jobs that are looked at for held answers, the newest first. */
const MOST_SEEN = 1_000;

interface Deps {
  readonly redis: Pick<Redis, "hgetall">;
  readonly client: Pick<JobClient, "findHead">;
  readonly index: Pick<JobIndex, "page">;
  readonly summaries: Pick<JobSummaries, "read">;
  readonly pipelines: readonly string[];
  /** Names of LINE's channels; "": the one without a name. */
  readonly lineChannels: readonly string[];
}

/** How LINE is to each channel, and how many of its answers wait for their users' next messages. */
export async function lookAtLine(deps: Deps): Promise<readonly LineView[]> {
  const { redis, client, index, summaries, pipelines, lineChannels: channels } = deps;
  const [standings, places] = await Promise.all([
    readStandings(redis),
    index.page({ pipelines, statuses: ["completed"], limit: MOST_SEEN }),
  ]);
  const jobs = await summaries.read(places.map(({ id }) => id));
  const held = jobs.flatMap((job) => (job?.delivery?.status === "held" ? [job.id] : []));
  // The address is in the record, sealed: read only where it makes a difference.
  const ofHeld = await Promise.all(
    held.map(async (id) => (channels.length === 1 ? channels[0] : channelOfJob(client, id))),
  );
  const heldIsLeast = places.length === MOST_SEEN;
  return channels.map((channel) => {
    const held = ofHeld.filter((each) => each === channel).length;
    return viewOf(channel, standings.get(channel), { held, heldIsLeast });
  });
}

function viewOf(
  channel: string,
  standing: LineStanding | undefined,
  held: Pick<LineView, "held" | "heldIsLeast">,
): LineView {
  const { at, limit, used, awaySince } = standing ?? {};
  return {
    ...channelField(channel),
    ...(at !== undefined && { at: new Date(at).toISOString() }),
    ...(limit !== undefined && { limit }),
    ...(used !== undefined && { used }),
    ...(awaySince !== undefined && { awaySince: new Date(awaySince).toISOString() }),
    ...held,
  };
}

/** Undefined: it is gone, or does not open here. */
async function channelOfJob(client: Deps["client"], id: string): Promise<string | undefined> {
  return channelOwed((await readHeadOrNone(client, id))?.owes);
}
