import type { JobClient } from "@guchi/chain/client.ts";
import type { JobIndex } from "@guchi/chain/job/job-index.ts";
import type { JobSummaries } from "@guchi/chain/job/summaries.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import type { Queues } from "@guchi/chain/queues.ts";
import type { Charts, Costs, Failures, Overview, StageDetail } from "@guchi/contracts/admin.ts";
import type { FastifyBaseLogger } from "fastify";
import type { Redis } from "ioredis";
import { CountHistory } from "../../charts/history.ts";
import { pointsOf } from "../../charts/points.ts";
import { between, ofKind, type Counts } from "../../charts/sample.ts";
import { lookAtDisk } from "../../media/disk.ts";
import { stageStates } from "../../stages/state.ts";
import { troublesOf, type Facts } from "../troubles.ts";
import { lookAtActive } from "./active.ts";
import { cached } from "./cached.ts";
import { costsOf, type BudgetRules } from "./costs.ts";
import { groupFailures, HOUR_MS } from "./failures.ts";
import { findFlood } from "./flood.ts";
import { lookAtLine } from "./line-state.ts";
import { failingProviders, providersOf } from "./providers.ts";
import { lookAtRedis } from "./redis-state.ts";
import { countedSince, detailStages, lastErrors, type Counted } from "./stages.ts";

/** What costs little is looked at this often, in ms; what walks over many jobs, less often. */
const SOON_MS = 2_000;
const LATER_MS = 5_000;
const SELDOM_MS = 60_000;
/** Groups of failures that the first page shows. */
const SHOWN_FAILURES = 10;
/** Newest unfinished jobs that are looked at for a flood. */
const FLOOD_MOST_SEEN = 300;

export interface FactDeps {
  readonly redis: Redis;
  readonly queues: Queues;
  readonly client: JobClient;
  readonly index: JobIndex;
  readonly summaries: JobSummaries;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly stages: readonly string[];
  readonly dataDir: string;
  readonly mediaBytes: () => number | undefined;
  readonly mediaMaxBytes: number | undefined;
  readonly maxQueuedJobs: number;
  readonly budget: BudgetRules;
  /** Names of LINE's channels, "" for the one without; none: LINE is off. */
  readonly lineChannels: readonly string[];
  readonly log: Pick<FastifyBaseLogger, "warn">;
}

/** Looks at everything that an operator has to know, once for all who ask. */
export class OperationsWatch {
  readonly #deps: FactDeps;
  readonly #history: CountHistory;
  readonly #visible: readonly string[];

  constructor(deps: FactDeps) {
    this.#deps = deps;
    const { pipelines } = deps;
    this.#history = new CountHistory({ ...deps, states: this.#states });
    this.#visible = [...pipelines.values()].filter(({ hidden }) => hidden !== true).map(({ name }) => name);
  }

  /** Everything; while Redis is away, what is known without it. */
  readonly overview: () => Promise<Overview> = cached(SOON_MS, async () => {
    const { maxQueuedJobs } = this.#deps;
    const redis = await this.#redis();
    const [disk, asked] = await Promise.all([
      this.#disk(),
      redis.reads ? this.#askRedis().catch((error: unknown) => this.#away(error)) : NOTHING,
    ]);
    const known = { ...asked, redis, disk };
    const at = new Date().toISOString();
    const facts: Facts = { ...known, at, maxQueuedJobs };
    const { lineVerdicts: _, failing: __, crashing: ___, ...shown } = known;
    return { at, troubles: [...troublesOf(facts)], ...shown, version: versionOf(shown) };
  });

  readonly stages: () => Promise<readonly StageDetail[]> = cached(SOON_MS, async () => {
    const [states, counted, errors, active] = await Promise.all([
      this.#states(),
      this.#counted(),
      this.#errors(),
      this.#active(),
    ]);
    return detailStages(states, counted, errors, active);
  });

  readonly failures: () => Promise<Failures> = cached(LATER_MS, async () =>
    groupFailures({ ...this.#deps, pipelines: [...this.#deps.pipelines.keys()] }),
  );

  async costs(): Promise<Costs> {
    return costsOf(this.#deps.redis, this.#deps.budget, await this.#counted());
  }

  /** Charts of the last hour and day. */
  async charts(): Promise<Charts> {
    const { hour, day, now } = await this.#counted();
    return { hour: [...pointsOf([...hour, now])], day: [...pointsOf([...day, now])] };
  }

  readonly #redis = cached(SOON_MS, () => lookAtRedis(this.#deps.redis));
  readonly #states = cached(SOON_MS, () => stageStates(this.#deps, this.#deps.stages));
  readonly #active = cached(SOON_MS, () => lookAtActive(this.#deps, this.#deps.stages));
  readonly #errors = cached(LATER_MS, () => lastErrors(this.#deps.queues, this.#deps.stages));
  readonly #flood = cached(LATER_MS, () =>
    findFlood({ ...this.#deps, pipelines: this.#visible, most: FLOOD_MOST_SEEN }),
  );
  readonly #line = cached(SELDOM_MS, () => lookAtLine({ ...this.#deps, pipelines: this.#visible }));
  readonly #disk = cached(LATER_MS, () =>
    lookAtDisk(this.#deps.dataDir, { used: this.#deps.mediaBytes(), most: this.#deps.mediaMaxBytes }),
  );

  readonly #counted = cached(SOON_MS, async (): Promise<Counted> => {
    const [lately, hour, day, now] = await Promise.all([
      this.#history.samples.read("tick"),
      this.#history.samples.read("minute"),
      this.#history.samples.read("quarter"),
      this.#history.now(),
    ]);
    return { lately, hour, day, now };
  });

  async #askRedis() {
    const [stages, failures, costs, flood, line, jobs, counted, active] = await Promise.all([
      this.stages(),
      this.failures(),
      this.costs(),
      this.#flood(),
      this.#deps.lineChannels.length > 0 ? this.#line() : undefined,
      this.#jobs(),
      this.#counted(),
      this.#active(),
    ]);
    const { counts } = countedSince(counted, HOUR_MS);
    const { hour, lately, now } = counted;
    const [from = now] = lately;
    const samples = [...hour.filter(({ at }) => at < from.at), ...lately, now];
    const groups = failures.groups.filter(({ lastHour }) => lastHour > 0);
    return {
      jobs,
      stages: [...stages],
      failures: groups.toSorted((a, b) => b.lastHour - a.lastHour).slice(0, SHOWN_FAILURES),
      providers: [...providersOf(counts)],
      failing: failingProviders(samples),
      crashing: [...active.values()].flatMap(({ crashing }) => crashing),
      costs,
      ...(flood !== undefined && { flood }),
      ...(line !== undefined && { line: [...line] }),
      lineVerdicts: verdictsOf(between(from, now)),
    };
  }

  /** Redis left between two looks. */
  #away(error: unknown): typeof NOTHING {
    this.#deps.log.warn({ code: "admin.not_looked_at", err: error }, "could not look at the jobs for /admin");
    return NOTHING;
  }

  async #jobs(): Promise<Record<string, number>> {
    const jobs: Record<string, number> = {};
    for (const { status, jobs: count } of await this.#deps.index.counts(this.#visible)) {
      jobs[status] = (jobs[status] ?? 0) + count;
    }
    return jobs;
  }
}

/** What LINE's answers meant, by channel. */
function verdictsOf(counts: Counts): Facts["lineVerdicts"] {
  const verdicts: Record<string, Record<string, number>> = {};
  for (const { labels, count } of ofKind(counts, "line")) {
    const [verdict = "", channel = ""] = labels;
    verdicts[channel] = { ...verdicts[channel], [verdict]: count };
  }
  return verdicts;
}

/** What is known while Redis is away. */
const NOTHING: Pick<Facts, "jobs" | "stages" | "failures" | "providers" | "failing" | "crashing" | "lineVerdicts"> = {
  jobs: {},
  stages: [],
  failures: [],
  providers: [],
  failing: [],
  crashing: [],
  lineVerdicts: {},
};

/** Changes with the jobs. */
function versionOf({ jobs, stages }: Pick<Overview, "jobs" | "stages">): string {
  const queues = stages.map(({ waiting, active, delayed, failed }) => [waiting, active, delayed, failed].join("."));
  return [...Object.values(jobs), ...queues].join("-");
}
