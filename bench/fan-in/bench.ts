import Type from "typebox";
import { setTimeout as sleep } from "node:timers/promises";
import { Chain } from "../../shared/chain/chain.ts";
import { checkPipeline } from "../../shared/chain/pipeline.ts";
import { defineContract, defineStage } from "../../shared/chain/stage.ts";
import { startOwnRedis } from "../own-redis.ts";
import { report } from "../report.ts";
import { median, ROUNDS } from "../rounds.ts";

/**
 * What a fan-out and its fan-in add: the route of `guchi-fast`, whose picture and voice take a
 * second each and whose other stages take no time, beside the second that it cannot do without.
 */
const PROVIDER_MS = 1_000;
/** Jobs of one round, one after the other: the first one of a round finds every worker idle. */
const JOBS = 3;
const GOAL = 1.1;

const Anything = Type.Object({ text: Type.Optional(Type.String()) });
const contract = (name: string) => defineContract({ name, input: Anything, output: Anything });
const [sentiment, persona, imagegen, tts, reply] = [
  contract("sentiment"),
  contract("persona"),
  contract("imagegen"),
  contract("tts"),
  contract("reply"),
];
const route = checkPipeline({
  name: "guchi-fast",
  about: "The route of guchi-fast",
  input: Anything,
  output: Anything,
  steps: [{ stage: sentiment }, { stage: persona }, [{ stage: imagegen }, { stage: tts }], { stage: reply }],
});

const redis = await startOwnRedis();
const chain = new Chain({ redis: redis.url, pipelines: [route] });
for (const stage of [sentiment, persona, imagegen, tts, reply]) {
  const ms = stage === imagegen || stage === tts ? PROVIDER_MS : 0;
  const policy = { retry: { attempts: 1, backoffMs: 0, maxBackoffMs: 0 }, timeoutMs: 10_000, concurrency: 4 };
  const run = async () => {
    if (ms > 0) await sleep(ms);
    return { text: stage.name };
  };
  await chain.work(defineStage(stage, { ...policy, run }));
}
await wallMs(); // warms up
const walls: number[] = [];
for (let job = 0; job < ROUNDS * JOBS; job += 1) walls.push(await wallMs());
const peer = { name: "the slower provider", figure: PROVIDER_MS };
report([{ what: "fan-in, start to end", unit: "ms", ours: median(walls), peer, goal: { most: GOAL } }]);
await chain.close();
await redis.stop();

async function wallMs(): Promise<number> {
  const from = performance.now();
  const { id } = await chain.start(route.name, { text: "x" });
  await chain.result(id);
  return performance.now() - from;
}
