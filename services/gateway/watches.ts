import type { JobClient } from "@guchi/chain/client.ts";
import type { JobIndex } from "@guchi/chain/job/job-index.ts";
import type { Queues } from "@guchi/chain/queues.ts";
import { lookAtDisk } from "./media/disk.ts";
import { findFlood } from "./admin/facts/flood.ts";
import { every } from "./every.ts";
import { tryWrite } from "./health/probe.ts";
import { FloodWatch } from "./load/flood-watch.ts";
import { DiskWatch } from "./media/disk-room.ts";
import type { GatewayRuntime } from "./settings.ts";
import { stageStates } from "./stages/state.ts";
import { LOOK_EVERY_MS, StageWatch } from "./stages/watch.ts";

/** Who floods, and a disk that fills up, are told within this, in ms. */
const FLOOD_EVERY_MS = 10_000;
const DISK_EVERY_MS = 10_000;
/** Every gateway looks, and the more is under way the less time there is for it. */
const FLOOD_MOST_SEEN = 50;

interface Deps {
  readonly queues: Queues;
  readonly client: JobClient;
  readonly index: JobIndex;
}

/** Looks for what the operator is told of in the log: ill stages, a flood, a full disk. */
export function startWatches(
  { config, log, redis, pipelines, installation: { stages } }: GatewayRuntime,
  { queues, client, index }: Deps,
  onError: (what: string) => (error: unknown) => void,
): readonly ReturnType<typeof every>[] {
  const stageWatch = new StageWatch(log);
  const floodWatch = new FloodWatch(log);
  const diskWatch = new DiskWatch(log);
  const visible = [...pipelines.values()].filter(({ hidden }) => hidden !== true).map(({ name }) => name);
  const lookAtStages = async () => {
    // No worker can tell that it lives while Redis takes no writes: then that is told instead.
    await tryWrite(redis);
    stageWatch.look(await stageStates({ redis, queues }, stages));
  };
  const lookForFlood = async () =>
    floodWatch.look(await findFlood({ client, index, pipelines: visible, most: FLOOD_MOST_SEEN }));
  return [
    every(LOOK_EVERY_MS, lookAtStages, onError("look at the stages")),
    every(FLOOD_EVERY_MS, lookForFlood, onError("look for a flood")),
    every(DISK_EVERY_MS, async () => diskWatch.look(await lookAtDisk(config.DATA_DIR)), onError("look at the disk")),
  ];
}
