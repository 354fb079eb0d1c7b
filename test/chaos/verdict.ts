import { Redis } from "ioredis";
import { loadInstallation } from "../../shared/platform/service/load.ts";
import { JobView } from "../../shared/contracts/job.ts";
import { SHARDS } from "../../shared/chain/redis/keys.ts";
import { keys } from "../../shared/platform/redis/keys.ts";
import { parseAs } from "../../shared/chain/schema.ts";
import type { FakeLine } from "../fakes/line/server.ts";
import { judgeLine, tellOf } from "./line-verdict.ts";
import type { Accepted } from "./load.ts";
import type { PaidProviders } from "./paid.ts";
import type { Receiver } from "./receiver.ts";

interface Facts {
  readonly accepted: Accepted;
  readonly base: string;
  /** Where it asks for one. */
  readonly apiKey?: string;
  readonly line: FakeLine;
  /** LINE's users who wrote again in the end. */
  readonly again: readonly string[];
  readonly paid: PaidProviders;
  readonly receiver: Receiver;
  readonly kills: Record<string, number>;
  readonly crashes: readonly string[];
  readonly redisUrl: string;
}

const { installation } = await loadInstallation();
const STAGES = installation.stages;

/** Prints what was seen and returns what must not be, one line each. */
export async function judge({
  accepted,
  base,
  apiKey,
  line,
  again,
  paid,
  receiver,
  kills,
  crashes,
  redisUrl,
}: Facts): Promise<readonly string[]> {
  const bad: string[] = [];
  const statuses = new Map<string, number>();
  let doubled = 0;
  let calledBack = 0;
  const headers = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
  for (const [id, { complaint, calledBack: owed }] of accepted.jobs) {
    const job = parseAs(JobView, await (await fetch(`${base}/jobs/${id}?history=true`, { headers })).json());
    statuses.set(job.status, (statuses.get(job.status) ?? 0) + 1);
    if (job.status !== "completed") bad.push(`job ${id} is ${job.status}: ${JSON.stringify(job.error)}`);
    if (job.warnings.length > 0) bad.push(`job ${id} went on without: ${JSON.stringify(job.warnings)}`);
    const ends = (job.history ?? []).filter(({ event }) => event === "completed").map(({ step }) => step);
    if (new Set(ends).size !== ends.length) doubled += 1;
    const wrong = owed ? receiver.wrongOf(id) : undefined;
    if (wrong !== undefined) bad.push(`job ${id} ${wrong}`);
    if (owed) calledBack += 1;
    const { reaction } = job.output as { reaction?: string };
    if (reaction !== (complaint ? "idol" : "cheer")) bad.push(`job ${id} got ${reaction}`);
  }
  if (doubled > 0) bad.push(`${doubled} jobs have two results of one step`);
  if (receiver.refused() > 0) bad.push(`${receiver.refused()} callbacks were not signed as they should be`);
  const ofLine = judgeLine(accepted, line, again);
  bad.push(...ofLine.bad);
  const complaints = [...accepted.jobs.values(), ...accepted.users.values()].filter(
    ({ complaint }) => complaint,
  ).length;
  for (const { part, calls, struck } of paid.counts()) {
    const excess = calls - complaints;
    console.log(
      `${part}: ${calls} paid calls, ${excess} more than one per part; ${struck} were struck by a kill in mid-call, or by Redis being away`,
    );
    if (excess > struck) bad.push(`${part}: ${excess} calls too many, and only ${struck} were struck`);
  }
  const redis = new Redis(redisUrl);
  if (ofLine.unanswered.length > 0) await tellOf(redis, ofLine.unanswered, accepted, line);
  const left = [
    ...(await leftovers(redis)),
    ...(await strays(redis)),
    ...(await remembered(redis, accepted.takenBack)),
  ];
  const memory = /used_memory_human:(\S+)/.exec(await redis.info("memory"))?.[1];
  redis.disconnect();
  if (left.length > 0) bad.push(...left);
  if (crashes.length > 0) bad.push(`services ended by themselves: ${crashes.join("; ")}`);
  console.log(
    `HTTP jobs: ${[...statuses].map(([status, count]) => `${count} ${status}`).join(", ")}; ${calledBack} of them called back`,
  );
  console.log(
    `kills: ${Object.entries(kills)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ")}; Redis holds ${memory}`,
  );
  return bad;
}

/** Entries of queues and jobs that are not at their end. */
export async function leftovers(redis: Redis): Promise<readonly string[]> {
  const left: string[] = [];
  for (const stage of STAGES) {
    for (const [state, count] of [
      ["waiting", await redis.llen(`guchi:{${stage}}:${stage}:wait`)],
      ["active", await redis.llen(`guchi:{${stage}}:${stage}:active`)],
      ["delayed", await redis.zcard(`guchi:{${stage}}:${stage}:delayed`)],
      ["prioritized", await redis.zcard(`guchi:{${stage}}:${stage}:prioritized`)],
    ] as const) {
      if (count > 0) left.push(`${count} entries of ${stage} are still ${state}`);
    }
  }
  for (let shard = 0; shard < SHARDS; shard += 1) {
    for (const status of ["pending", "running"]) {
      for (const pipeline of installation.pipelines.keys()) {
        const count = await redis.zcard(`${keys.jobs(shard, pipeline)}:${status}`);
        if (count > 0) left.push(`${count} jobs of ${pipeline} are indexed as ${status}`);
      }
    }
  }
  return left;
}

/**
 * What of Redis may stay besides the jobs: indexes, marks, counts and what users are remembered by.
 * All end by themselves or are bounded.
 */
const STANDING =
  /^guchi:(\{\d+\}:jobs:|metrics$|layouts$|workers:|secret:|started:|rate:|open:|writable$|erased$|data-key$|media-stores$|persona:|care:|line:|line-standings$|samples:|\{budget\}:)|:(id|meta|events|marker|stalled|stalled-check|pc|limiter|completed|failed)$/;
const OF_JOB = /^guchi:\{\d+\}:(?:history|delivery):(.+)$/;
const ENTRY = /^guchi:\{([a-z-]+)\}:\1:([0-9a-f-]+\.[a-z-]+)$/;

/** Keys that belong to nothing that is kept: Redis would grow by them. */
async function strays(redis: Redis): Promise<readonly string[]> {
  const all = new Set<string>();
  for await (const batch of redis.scanStream({ count: 1_000 }) as AsyncIterable<string[]>) {
    for (const key of batch) all.add(key);
  }
  const stray: string[] = [];
  for (const key of all) {
    if (/^guchi:\{\d+\}:job:/.test(key) || STANDING.test(key)) continue;
    const [, job] = OF_JOB.exec(key) ?? [];
    if (job !== undefined && all.has(keys.job(job))) continue;
    const [, stage, entry = ""] = ENTRY.exec(key) ?? [];
    if (stage !== undefined && (await redis.zscore(`guchi:{${stage}}:${stage}:completed`, entry)) !== null) continue;
    const reason = stage === undefined ? null : await redis.hget(key, "failedReason");
    stray.push(reason === null ? `${key} belongs to nothing that is kept` : `${key} failed: ${reason}`);
  }
  const immortal = [];
  for (const key of all) {
    if (/:(job|history|delivery):/.test(key) && (await redis.ttl(key)) < 0) immortal.push(key);
  }
  return [...stray, ...immortal.map((key) => `${key} has no end`)];
}

/** Texts that were taken back and are still in Redis. */
async function remembered(redis: Redis, texts: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const batch of redis.scanStream({ count: 1_000, type: "hash" }) as AsyncIterable<string[]>) {
    for (const key of batch) {
      const fields = Object.values(await redis.hgetall(key)).join("\n");
      for (const text of texts) if (fields.includes(text)) found.push(`a text that was taken back is still in ${key}`);
    }
  }
  return found;
}
