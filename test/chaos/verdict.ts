import { Redis } from "ioredis";
import { JobView } from "../../shared/contracts/job.ts";
import { keys, SHARDS } from "../../shared/redis/keys.ts";
import { parseAs } from "../../shared/schema.ts";
import type { FakeLine } from "../fakes/line/server.ts";
import type { Accepted } from "./load.ts";
import type { PaidProviders } from "./paid.ts";

interface Facts {
  readonly accepted: Accepted;
  readonly base: string;
  readonly line: FakeLine;
  readonly paid: PaidProviders;
  readonly kills: Record<string, number>;
  readonly crashes: readonly string[];
  readonly redisUrl: string;
}

const STAGES = ["sentiment", "persona", "imagegen", "tts", "reply", "forget", "callback"];

/** Prints what was seen and returns what must not be, one line each. */
export async function judge({
  accepted,
  base,
  line,
  paid,
  kills,
  crashes,
  redisUrl,
}: Facts): Promise<readonly string[]> {
  const bad: string[] = [];
  const statuses = new Map<string, number>();
  let doubled = 0;
  for (const [id, { complaint }] of accepted.jobs) {
    const job = parseAs(JobView, await (await fetch(`${base}/jobs/${id}?history=true`)).json());
    statuses.set(job.status, (statuses.get(job.status) ?? 0) + 1);
    if (job.status !== "completed") bad.push(`job ${id} is ${job.status}: ${JSON.stringify(job.error)}`);
    if (job.warnings.length > 0) bad.push(`job ${id} went on without: ${JSON.stringify(job.warnings)}`);
    const ends = (job.history ?? []).filter(({ event }) => event === "completed").map(({ stage }) => stage);
    if (new Set(ends).size !== ends.length) doubled += 1;
    const { reaction } = job.output as { reaction?: string };
    if (reaction !== (complaint ? "idol" : "cheer")) bad.push(`job ${id} got ${reaction}`);
  }
  if (doubled > 0) bad.push(`${doubled} jobs have two results of one stage`);
  const answers = [...accepted.users.keys()].map((user) => line.to(user).length);
  const unanswered = answers.filter((count) => count === 0).length;
  const answeredTwice = answers.filter((count) => count > 1).length;
  if (unanswered > 0) bad.push(`${unanswered} LINE users have no answer`);
  if (answeredTwice > 0) bad.push(`${answeredTwice} LINE users have more than one answer`);
  const complaints = [...accepted.jobs.values(), ...accepted.users.values()].filter(
    ({ complaint }) => complaint,
  ).length;
  for (const { part, calls, struck } of paid.counts()) {
    const excess = calls - complaints;
    console.log(
      `${part}: ${calls} paid calls, ${excess} more than one per part; ${struck} were struck by a kill in mid-call`,
    );
    if (excess > struck) bad.push(`${part}: ${excess} calls too many, and only ${struck} were struck`);
  }
  const redis = new Redis(new URL(redisUrl).pathname);
  const left = await leftovers(redis);
  const memory = /used_memory_human:(\S+)/.exec(await redis.info("memory"))?.[1];
  redis.disconnect();
  if (left.length > 0) bad.push(...left);
  if (crashes.length > 0) bad.push(`services ended by themselves: ${crashes.join("; ")}`);
  console.log(
    `HTTP jobs: ${[...statuses].map(([status, count]) => `${count} ${status}`).join(", ")}; LINE: ${answers.length} users, ${unanswered} unanswered, ${answeredTwice} answered twice`,
  );
  console.log(
    `kills: ${Object.entries(kills)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ")}; Redis holds ${memory}`,
  );
  return bad;
}

async function leftovers(redis: Redis): Promise<readonly string[]> {
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
      for (const pipeline of ["guchi", "guchi-fast", "line-notice"]) {
        const count = await redis.zcard(`${keys.jobs(shard, pipeline)}:${status}`);
        if (count > 0) left.push(`${count} jobs of ${pipeline} are indexed as ${status}`);
      }
    }
  }
  return left;
}
