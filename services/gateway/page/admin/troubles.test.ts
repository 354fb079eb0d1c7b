import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FailureGroup, StageDetail } from "@guchi/contracts/admin.ts";
import { en } from "./words/en.ts";
import { ja } from "./words/ja.ts";
import { endOf } from "./bulk-actions.ts";
import { FORMATS } from "./format.ts";
import { routeOf } from "./route.ts";
import { troublesOf, type Facts } from "../../admin/troubles.ts";

const stage = (name: string, more: Partial<StageDetail> = {}): StageDetail => ({
  name,
  workers: 1,
  waiting: 0,
  active: 0,
  delayed: 0,
  failed: 0,
  oldestWaitingSeconds: 0,
  paused: false,
  perMinute: 0,
  errors: [],
  lastErrors: [],
  ...more,
});
const failure = (more: Partial<FailureGroup>): FailureGroup => ({
  pipeline: "guchi",
  step: "imagegen",
  code: "provider_refused",
  count: 1,
  lastHour: 1,
  lastAt: "2026-11-26T00:00:00.000Z",
  lastMessage: "No.",
  lastJob: "x",
  ...more,
});
const costs = { day: "2026-11-26", timeZone: "UTC", since: "2026-11-26T00:00:00.000Z", providers: [] };

const WELL: Facts = {
  at: "2026-11-26T00:01:00.000Z",
  jobs: { pending: 1, running: 2, completed: 9_999_999, failed: 3 },
  stages: [
    stage("sentiment"),
    stage("imagegen", { waiting: 3, oldestWaitingSeconds: 9, workSeconds: 8, usualSeconds: 7 }),
  ],
  failures: [],
  providers: [{ provider: "openai", kind: "misconfigured", count: 9, needsOperator: true }],
  failing: [{ provider: "openai", kind: "timeout", count: 2, needsOperator: false, rests: false }],
  crashing: [],
  redis: { reads: true, writes: true, saves: true, evicts: false, usedBytes: 5, maxBytes: 100 },
  disk: { freeBytes: 200e9, totalBytes: 4_000e9 },
  costs: { ...costs, spentUsd: 1, budgetUsd: 10 },
  line: [{ held: 0, heldIsLeast: false, used: 10, limit: 200 }],
  lineVerdicts: { "": { sent: 12 } },
  maxQueuedJobs: 10_000,
};

/** What an operator is told of each incident, the worst first, and where that is mended. */
const INCIDENTS: readonly (readonly [what: string, Partial<Facts>, codes: readonly string[], page: string])[] = [
  [
    "a frozen stage",
    { stages: [stage("tts", { workers: 0, waiting: 7, oldestWaitingSeconds: 32 })] },
    ["stage_without_worker"],
    "stages",
  ],
  ["a paused stage", { stages: [stage("tts", { paused: true, waiting: 7 })] }, ["stage_paused"], "stages"],
  ["a stage that is behind", { stages: [stage("tts", { oldestWaitingSeconds: 400 })] }, ["stage_behind"], "stages"],
  ["a slow provider", { stages: [stage("imagegen", { workSeconds: 31, usualSeconds: 6 })] }, ["stage_slow"], "stages"],
  [
    "an attempt that hangs",
    { stages: [stage("imagegen", { runningSeconds: 12, usualSeconds: 2 })] },
    ["stage_slow"],
    "stages",
  ],
  [
    "a provider's 429",
    { failing: [{ provider: "openai", kind: "rate_limited", count: 12, needsOperator: false, rests: false }] },
    ["provider_rate_limited"],
    "costs",
  ],
  [
    "a revoked key",
    { failing: [{ provider: "openai", kind: "misconfigured", count: 1, needsOperator: true, rests: false }] },
    ["provider_misconfigured"],
    "costs",
  ],
  ["a revoked LINE token", { lineVerdicts: { "": { denied: 2 } } }, ["line_denied"], "costs"],
  ["LINE's quota gone, as an answer tells", { lineVerdicts: { "": { limit: 1 } } }, ["line_quota"], "costs"],
  [
    "LINE's quota gone, as LINE counts",
    { line: [{ held: 4, heldIsLeast: false, used: 200, limit: 200 }] },
    ["line_quota"],
    "costs",
  ],
  ["held answers", { line: [{ held: 4, heldIsLeast: false }] }, ["line_held"], "costs"],
  [
    "one LINE channel's quota nearly gone, whose token another one does not share",
    {
      line: [
        { held: 0, heldIsLeast: false, used: 10, limit: 200 },
        { channel: "shop", held: 0, heldIsLeast: false, used: 190, limit: 200 },
      ],
      lineVerdicts: { shop: { denied: 1 }, gone: { limit: 1 } },
    },
    ["line_denied", "line_quota_near"],
    "costs",
  ],
  [
    "LINE away",
    { line: [{ held: 0, heldIsLeast: false, awaySince: "2026-11-26T00:00:00.000Z" }] },
    ["line_away"],
    "costs",
  ],
  [
    "Redis READONLY",
    {
      redis: { reads: true, writes: false, said: "READONLY You can't write against a read only replica." },
      stages: [stage("tts", { workers: 0 })],
    },
    ["redis_read_only"],
    "system",
  ],
  ["Redis away", { redis: { reads: false, writes: false, said: "no answer" }, stages: [] }, ["redis_away"], "system"],
  ["Redis full", { redis: { ...WELL.redis, usedBytes: 96 } }, ["redis_memory"], "system"],
  ["Redis that cannot save", { redis: { ...WELL.redis, saves: false } }, ["redis_not_saving"], "system"],
  ["a disk nearly full", { disk: { freeBytes: 3e9, totalBytes: 100e9 } }, ["disk_full"], "system"],
  ["a small disk nearly full", { disk: { freeBytes: 0.3e9, totalBytes: 8e9 } }, ["disk_full"], "system"],
  ["the day's budget spent", { costs: { ...costs, spentUsd: 9.96, budgetUsd: 10 } }, ["budget_spent"], "costs"],
  ["the day's budget nearly spent", { costs: { ...costs, spentUsd: 8.5, budgetUsd: 10 } }, ["budget_near"], "costs"],
  ["a poisoned job", { failures: [failure({ code: "stage_crashed", step: "persona" })] }, ["job_poisoned"], "failures"],
  [
    "a job that kills its process again and again, and none that was beside it",
    {
      crashing: [
        { job: "01a2", pipeline: "guchi", step: "persona", count: 3 },
        { job: "01a3", pipeline: "guchi", step: "persona", count: 2 },
      ],
    },
    ["job_crashes"],
    "runs",
  ],
  ["jobs that fail", { failures: [failure({ lastHour: 12 })] }, ["jobs_failed"], "failures"],
  ["one user flooding", { flood: { user: "abc", jobs: 212, of: 230 } }, ["flood"], "runs"],
  ["too many jobs", { jobs: { pending: 9_990, running: 20 } }, ["jobs_refused"], "runs"],
  [
    "several at once, the worst first",
    {
      lineVerdicts: { "": { "slow-down": 3 } },
      failures: [failure({})],
      stages: [stage("a", { paused: true }), stage("b", { workers: 0 })],
    },
    ["stage_without_worker", "jobs_failed", "stage_paused", "line_slow_down"],
    "stages",
  ],
];

describe("what is wrong now", () => {
  it("is nothing while all is well", () => assert.deepEqual(troublesOf(WELL), []));

  for (const [what, facts, codes, page] of INCIDENTS) {
    it(`is told of ${what}, in both languages, with where it is mended`, () => {
      const troubles = troublesOf({ ...WELL, ...facts });
      assert.deepEqual(
        troubles.map(({ code }) => code),
        codes,
      );
      assert.equal(troubles[0]?.link.page, page);
      for (const { code, about } of troubles) {
        for (const [words, format] of [
          [en, FORMATS.en],
          [ja, FORMATS.ja],
        ] as const) {
          const sentence = words.troubles[code]?.(about, format) ?? "";
          assert.match(sentence, /.{8}/, code);
          assert.doesNotMatch(sentence, /undefined|NaN/, code);
        }
      }
    });
  }

  it("tells of old failures, what failed an hour ago, and a provider's passing trouble nothing", () => {
    const failing = [{ provider: "openai", kind: "server_error", count: 2, needsOperator: false, rests: false }];
    assert.deepEqual(troublesOf({ ...WELL, failing, failures: [failure({ lastHour: 0 })] }), []);
    const [older] = troublesOf({ ...WELL, at: "2026-11-26T00:30:00.000Z", failures: [failure({})] });
    assert.equal(older?.level, "warn");
  });
});

describe("the address of a page", () => {
  it("names a job, and of a cut-off one none", () => {
    assert.deepEqual(routeOf("#/runs/a%20b?x=1"), { page: "runs", id: "a b", query: { x: "1" } });
    assert.deepEqual(routeOf("#/runs/%zz"), { page: "runs", id: undefined, query: {} });
  });

  it("ends what is done to many jobs now, or before as it says", () => {
    const now = "2026-11-26T10:00:00.000Z";
    assert.equal(endOf({}, now), now);
    assert.equal(endOf({ to: "2026-11-26T23:59:00.000Z" }, now), now);
    assert.equal(endOf({ to: "2026-11-26T09:00:00.000Z" }, now), "2026-11-26T09:00:00.000Z");
  });
});
