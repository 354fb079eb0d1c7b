import type { JobIndex } from "@guchi/chain/job/job-index.ts";
import type { JobSummaries } from "@guchi/chain/job/summaries.ts";
import type { FailureGroup, Failures } from "@guchi/contracts/admin.ts";

/** Failed jobs that are looked at, the newest first: a look at all might take too long. */
const MOST_SEEN = 5_000;
const PAGE = 500;
export const HOUR_MS = 3_600_000;

interface Deps {
  readonly index: Pick<JobIndex, "page" | "counts">;
  readonly summaries: Pick<JobSummaries, "read">;
  readonly pipelines: readonly string[];
}

/** Failed jobs, by where and why they failed: what failed last comes first. */
export async function groupFailures({ index, summaries, pipelines }: Deps, now = Date.now()): Promise<Failures> {
  const groups = new Map<string, FailureGroup>();
  let seen = 0;
  let after;
  while (seen < MOST_SEEN) {
    const places = await index.page({ pipelines, statuses: ["failed"], after, limit: PAGE });
    seen += places.length;
    for (const job of await summaries.read(places.map(({ id }) => id))) {
      if (job?.failure === undefined) continue;
      const { step, code, message } = job.failure;
      const key = `${job.pipeline}/${step}/${code}`;
      const last = { id: job.id, at: job.updatedAt, message };
      groups.set(key, withOne(groups.get(key) ?? { ...NONE, pipeline: job.pipeline, step, code }, last, now));
    }
    after = places.at(-1);
    if (places.length < PAGE) break;
  }
  const counts = await index.counts(pipelines);
  const total = counts.reduce((sum, { status, jobs }) => sum + (status === "failed" ? jobs : 0), 0);
  const ordered = [...groups.values()].toSorted((a, b) => (a.lastAt < b.lastAt ? 1 : -1));
  return { groups: ordered, seen, total: Math.max(total, seen) };
}

const NONE = { count: 0, lastHour: 0, lastAt: "", lastMessage: "", lastJob: "" } as const;

function withOne(
  group: FailureGroup,
  { id, at, message }: { readonly id: string; readonly at: number; readonly message: string },
  now: number,
): FailureGroup {
  const time = new Date(at).toISOString();
  const isLast = time >= group.lastAt;
  return {
    ...group,
    count: group.count + 1,
    lastHour: group.lastHour + (now - at < HOUR_MS ? 1 : 0),
    ...(isLast && { lastAt: time, lastMessage: message, lastJob: id }),
  };
}
