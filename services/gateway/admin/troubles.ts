import type { FailureGroup, LineView, Overview, StageDetail, Trouble } from "@guchi/contracts/admin.ts";
import { OLD_SECONDS } from "@guchi/contracts/stages.ts";
import { LATELY_MS } from "../charts/samples.ts";
import { isNearlyFull } from "../media/disk-room.ts";
import type { Crashing } from "./facts/active.ts";
import type { FailingProvider } from "./facts/providers.ts";

/** All that tells what is wrong, at one moment. */
export type Facts = Omit<Overview, "troubles" | "version"> & {
  /** Providers that fail now, with how often within the hour. */
  readonly failing: readonly FailingProvider[];
  /** Jobs that processes died over again and again, and that are begun once more. */
  readonly crashing: readonly Crashing[];
  /** Answers that LINE did not take within the last five minutes, by channel and what it meant. */
  readonly lineVerdicts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly maxQueuedJobs: number;
};

/** A queue whose oldest entry waits for longer than this, in seconds, is an outage. */
const VERY_OLD_SECONDS = 300;
/** A stage is slow whose attempts take so many times as long as usual, and so many seconds. */
const SLOW_TIMES = 3;
const SLOW_SECONDS = 5;
/** A single attempt that is still under way may take so many seconds. */
const LONG_SECONDS = 10;
const NEAR = 0.8;
const VERY_NEAR = 0.95;

/** What is wrong, the worst first. Pure: the same facts, the same troubles. */
export function troublesOf(facts: Facts): readonly Trouble[] {
  const all = [
    ...redisTroubles(facts),
    ...diskTroubles(facts),
    ...facts.stages.flatMap((stage) => stageTroubles(stage, facts)),
    ...facts.crashing.filter(isWorst).map(crashTrouble),
    ...loadTroubles(facts),
    ...facts.failures.filter(({ lastHour }) => lastHour > 0).map((group) => failureTrouble(group, facts)),
    ...providerTroubles(facts),
    ...budgetTroubles(facts),
    ...(facts.line ?? []).flatMap((line) => lineTroubles(line, facts)),
  ];
  return all.toSorted((a, b) => Number(b.level === "bad") - Number(a.level === "bad"));
}

type Told = Omit<Trouble, "level">;
const bad = (told: Told): Trouble => ({ level: "bad", ...told });
const warn = (told: Told): Trouble => ({ level: "warn", ...told });
const system = { link: { page: "system" } } as const;

function redisTroubles({ redis }: Facts): readonly Trouble[] {
  const { reads, writes, said, usedBytes = 0, maxBytes, evicts = false, saves = true } = redis;
  const why = said === undefined ? {} : { said };
  if (!reads) return [bad({ code: "redis_away", about: {}, ...why, ...system })];
  const part = maxBytes === undefined ? 0 : usedBytes / maxBytes;
  const memory = { code: "redis_memory", about: { percent: Math.round(part * 100) }, ...system };
  return [
    ...(writes ? [] : [bad({ code: "redis_read_only", about: {}, ...why, ...system })]),
    ...(saves ? [] : [bad({ code: "redis_not_saving", about: {}, ...system })]),
    ...(part < NEAR ? [] : [part < VERY_NEAR ? warn(memory) : bad(memory)]),
    ...(evicts ? [warn({ code: "redis_evicts", about: {}, ...system })] : []),
  ];
}

function diskTroubles({ disk }: Facts): readonly Trouble[] {
  const { freeBytes = 0, totalBytes = 0 } = disk;
  if (isNearlyFull(disk) !== true) return [];
  return [bad({ code: "disk_full", about: { free: freeBytes, total: totalBytes }, ...system })];
}

function stageTroubles(stage: StageDetail, { redis }: Facts): readonly Trouble[] {
  const { name, workers, waiting, paused, oldestWaitingSeconds: seconds } = stage;
  const about = { stage: name, waiting, seconds: Math.round(seconds) };
  const link = { page: "stages", query: { stage: name } } as const;
  const [last] = stage.lastErrors;
  const said = last === undefined ? {} : { said: last.message };
  // While Redis takes no writes, no worker can tell that it lives.
  if (workers === 0) return !redis.writes ? [] : [bad({ code: "stage_without_worker", about, link })];
  const told = { code: "stage_paused", about, link };
  if (paused) return [seconds > OLD_SECONDS ? bad(told) : warn(told)];
  const isBehind = seconds > OLD_SECONDS;
  const behind = { code: "stage_behind", about, link, ...said };
  return [
    ...(isBehind ? [seconds > VERY_OLD_SECONDS ? bad(behind) : warn(behind)] : []),
    ...slowTroubles(stage).map((slow) => warn({ code: "stage_slow", about: slow, link })),
  ];
}

/** Of a stage whose attempts took, or take right now, far longer than usual. */
function slowTroubles({ name, workSeconds = 0, runningSeconds = 0, usualSeconds }: StageDetail) {
  if (usualSeconds === undefined) return [];
  const most = usualSeconds * SLOW_TIMES;
  const isSlow = workSeconds > Math.max(SLOW_SECONDS, most) || runningSeconds > Math.max(LONG_SECONDS, most);
  const seconds = Math.round(Math.max(workSeconds, runningSeconds));
  return isSlow ? [{ stage: name, seconds, usual: Math.round(usualSeconds * 10) / 10 }] : [];
}

/**
 * Whether no other job has crashed the step's process as often: those that were in hand beside the
 * one that did it count its crashes, too.
 */
function isWorst({ step, count }: Crashing, _at: number, all: readonly Crashing[]): boolean {
  return all.every((other) => other.step !== step || other.count <= count);
}

function crashTrouble({ job, pipeline, step, count }: Crashing): Trouble {
  const about = { job, pipeline, step, count };
  return bad({ code: "job_crashes", about, link: { page: "runs", id: job } });
}

function loadTroubles({ jobs, flood, maxQueuedJobs }: Facts): readonly Trouble[] {
  const open = (jobs["pending"] ?? 0) + (jobs["running"] ?? 0);
  const link = { page: "runs", query: { status: "pending,running" } } as const;
  const isFull = open >= maxQueuedJobs;
  const told = { code: isFull ? "jobs_refused" : "jobs_many", about: { open, most: maxQueuedJobs }, link };
  return [
    ...(open < maxQueuedJobs * NEAR ? [] : [isFull ? bad(told) : warn(told)]),
    ...(flood === undefined
      ? []
      : [warn({ code: "flood", about: flood, link: { page: "runs", query: { ...link.query, user: flood.user } } })]),
  ];
}

function failureTrouble({ pipeline, step, code, lastHour, lastAt, lastMessage }: FailureGroup, { at }: Facts): Trouble {
  // What failed earlier is old news, though somebody may want to rewind it.
  const tell = Date.parse(at) - Date.parse(lastAt) < LATELY_MS ? bad : warn;
  return tell({
    code: code === "stage_crashed" ? "job_poisoned" : "jobs_failed",
    about: { pipeline, step, code, count: lastHour },
    said: lastMessage,
    link: { page: "failures", query: { pipeline, step, code } },
  });
}

/** Passing trouble of a provider is worth a word only when it lasts. */
const PASSING_FAILURES = 3;

function providerTroubles({ failing }: Facts): readonly Trouble[] {
  const link = { page: "costs" } as const;
  return failing.flatMap(({ provider, kind, count, needsOperator, rests }) => {
    const about = { provider, kind, count };
    if (needsOperator) return [bad({ code: "provider_misconfigured", about, link })];
    if (count < PASSING_FAILURES && !rests) return [];
    const code = kind === "rate_limited" ? "provider_rate_limited" : "provider_failing";
    return [warn({ code, about, link })];
  });
}

function budgetTroubles({ costs }: Facts): readonly Trouble[] {
  const { budgetUsd, spentUsd = 0 } = costs ?? {};
  if (budgetUsd === undefined || spentUsd < budgetUsd * NEAR) return [];
  // What is left may be too little for one more call.
  const code = spentUsd >= budgetUsd * VERY_NEAR ? "budget_spent" : "budget_near";
  return [warn({ code, about: { spent: spentUsd, budget: budgetUsd }, link: { page: "costs" } })];
}

/** Of one channel. */
function lineTroubles(line: LineView, { lineVerdicts }: Facts): readonly Trouble[] {
  const { channel, limit: most, used = 0, awaySince, held } = line;
  const { limit = 0, denied = 0, "slow-down": slowDown = 0 } = lineVerdicts[channel ?? ""] ?? {};
  const isSpent = limit > 0 || (most !== undefined && used >= most);
  const isNear = !isSpent && most !== undefined && used >= most * NEAR;
  const quota = { used, most: most ?? 0, held };
  const told = (code: string, about: Trouble["about"]): Told => {
    return { code, about: { ...(channel !== undefined && { channel }), ...about }, link: { page: "costs" } };
  };
  return [
    ...(isSpent ? [bad(told("line_quota", quota))] : []),
    ...(isNear ? [warn(told("line_quota_near", quota))] : []),
    ...(denied > 0 ? [bad(told("line_denied", { count: denied }))] : []),
    ...(awaySince === undefined ? [] : [bad(told("line_away", { since: awaySince }))]),
    ...(slowDown > 0 ? [warn(told("line_slow_down", { count: slowDown }))] : []),
    ...(held > 0 && !isSpent ? [warn(told("line_held", { held }))] : []),
  ];
}
