import { Chain } from "../../shared/chain/chain.ts";
import { pipeline, waitingStages } from "./pipeline.ts";

/** One worker of one stage, as a process. */
const [, , redis = "", stage = "0", providerMs = "50", concurrency = "2"] = process.argv;
const chain = new Chain({ redis, pipelines: [pipeline] });
const work = waitingStages(Number(providerMs), Number(concurrency))[Number(stage)];
if (work === undefined) throw new RangeError(`There is no stage ${stage}`);
await chain.work(work);
process.on("disconnect", () => process.exit());
process.send?.("ready");
