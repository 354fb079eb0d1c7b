import { JobRecords } from "../../shared/chain/job/records.ts";
import { PIPELINES } from "../../shared/contracts/pipelines.ts";
import { keys } from "../../shared/platform/redis/keys.ts";
import { compare } from "../http/compare.ts";
import { requestOf } from "../http/load.ts";
import { startStand } from "../http/servers.ts";
import { report } from "../report.ts";
import { INPUT, resultsOf } from "./results.ts";

/**
 * What it takes to ask for a job by `GET /jobs/{id}`, amid its way and completed with picture and
 * voice, beside bare Fastify and one HGETALL of the same record. A job that was asked for a moment
 * ago and has not changed is one case (the gateway knows what it read: RecentRecords), a job that
 * it does not know is another: of so many jobs in turn it has forgotten each when it comes again.
 */
const STATES = [
  { state: "under way", steps: 2 },
  { state: "completed", steps: 5 },
];
const CASES = [
  { asked: "", jobs: 2_000 },
  { asked: ", again", jobs: 200 },
];

const stand = await startStand();
const records = new JobRecords(stand.redis.connect(), { keys, ttlSeconds: 3_600 });
const pipeline = PIPELINES.get("guchi");
if (pipeline === undefined) throw new Error("There is no pipeline guchi");
const { layout } = pipeline;
await records.keepLayout(layout);
const rows = [];
for (const { state, steps } of STATES) {
  for (const { asked, jobs } of CASES) {
    const ids = await Promise.all(Array.from({ length: jobs }, async () => made(steps)));
    const requests = ids.map((id) => requestOf("GET", `/jobs/${id}`));
    let count = 0;
    const next = () => requests[(count += 1) % jobs] ?? Buffer.alloc(0);
    rows.push(await compare(stand, { what: `status: GET /jobs/{id}, ${state}${asked}`, next, least: 0.75 }));
  }
}
report(rows);
await stand.stop();

/** A job that has so many of its steps behind it, through the scripts that write every job. */
async function made(steps: number): Promise<string> {
  const id = crypto.randomUUID();
  await records.create({ id, pipeline: "guchi", layout, input: INPUT, fingerprint: "x".repeat(43) });
  const results = Object.entries(resultsOf(id));
  for (const [step, result] of results.slice(0, steps)) {
    const begunAt = Date.now();
    const attempt = { id, pipeline: "guchi", step, number: 1, begunAt, queueMs: 1, worker: "bench", told: false };
    const follows = step === results.at(-1)?.[0] ? "complete" : "go";
    const outcome = { result, provider: "local" };
    await records.settle(attempt, { outcome, follows, skipped: [], siblings: [] });
  }
  return id;
}
