import { GuchiClient } from "../../client/client.ts";
import { report } from "../report.ts";
import { inLanes, median, quantile, wholeNumber } from "../rounds.ts";
import { startOwnSystem } from "../system.ts";

/**
 * A complaint to her answer with picture and voice, all made here: how long one user waits, and how
 * many answers a second come when many ask at once. As `npm start` runs it, over HTTP.
 */
const ALONE = wholeNumber("BENCH_ALONE", 25);
const MANY = wholeNumber("BENCH_JOBS", 60);
const AT_ONCE = 16;
const LONGEST_MS = 120_000;
/** Words differ, so that nothing can be answered twice. */
const COMPLAINTS = [
  "残業ばっかりで疲れた。上司は先に帰るし、もう無理",
  "テストの点がひどくて、親に見せられない",
  "満員電車で足を踏まれて、朝から最悪",
  "彼から返事が来なくて、眠れない",
  "雨で靴がびしょびしょ。何もかも嫌になる",
];

/** Work of each step so far, in ms. */
const work = new Map<string, number[]>();
const system = await startOwnSystem("scripts/start.ts");
const client = new GuchiClient({ url: system.url, patienceMs: LONGEST_MS });
for (let job = 0; job < 5; job += 1) await answerMs(job); // warms up
const alone: number[] = [];
for (let job = 0; job < ALONE; job += 1) alone.push(await answerMs(job));
for (const [name, times] of work)
  console.log(`${name.padEnd(10)} ${median(times.slice(-ALONE)).toFixed(0)} ms of work`);
const begun = performance.now();
await inLanes(MANY, AT_ONCE, answerMs);
const perSecond = (MANY * 1_000) / (performance.now() - begun);
report([
  { what: "answer with picture and voice, one user, p50", unit: "ms", ours: median(alone), goal: { most: 280 } },
  { what: "answer with picture and voice, one user, p95", unit: "ms", ours: quantile(alone, 0.95) },
  { what: `answers, ${AT_ONCE} users at once`, unit: "jobs/s", ours: perSecond, goal: { least: 6 } },
]);
await system.stop();

async function answerMs(job: number): Promise<number> {
  const text = `${COMPLAINTS[job % COMPLAINTS.length]}。${job}回目`;
  const from = performance.now();
  const { id } = await client.start("guchi", { text, user: `user-${job}` });
  const output = await client.result(id);
  const isWhole = "image" in output && "audio" in output;
  if (!isWhole) throw new Error(`The answer to "${text}" lacks picture or voice`);
  const ms = performance.now() - from;
  const { stages } = await client.get(id);
  for (const { name, workMs = 0 } of stages) work.set(name, [...(work.get(name) ?? []), workMs]);
  return ms;
}
