import { setTimeout as sleep } from "node:timers/promises";
import { ConflictError, UnknownPipelineError, type JobClient } from "@guchi/chain/client.ts";
import { DamagedRecordError } from "@guchi/chain/job/damaged.ts";
import { SchemaError } from "@guchi/chain/schema.ts";
import type { JobSummaries } from "@guchi/chain/job/summaries.ts";
import type { BulkAction } from "@guchi/contracts/bulk.ts";
import type { Admission } from "@guchi/platform/load/admission.ts";
import { userOf } from "../load/admit.ts";

const REFUSALS = [DamagedRecordError, SchemaError, ConflictError, UnknownPipelineError];
/** Pause before a restart is tried again that the bounds do not let in, in ms. */
const FULL_MS = 500;

export interface ActDeps {
  readonly client: JobClient;
  readonly summaries: Pick<JobSummaries, "read">;
  readonly admission: Pick<Admission, "admit">;
}

/** The bulk action that this is done for. */
export interface Bulk {
  readonly id: string;
  readonly action: BulkAction;
  /** ms since the epoch. */
  readonly since: number;
  readonly signal: AbortSignal;
}

/**
 * Does it to one job, once however often this is called for the same bulk action. False where the
 * job's state forbids it.
 */
export async function actOn(deps: ActDeps, bulk: Bulk, id: string): Promise<boolean> {
  try {
    return await ACTIONS[bulk.action](deps, id, bulk);
  } catch (error) {
    // A job that this version cannot act on must not keep the others waiting.
    if (REFUSALS.some((kind) => error instanceof kind)) return false;
    throw error;
  }
}

type Act = (deps: ActDeps, id: string, bulk: Bulk) => Promise<boolean>;

const ACTIONS: Record<BulkAction, Act> = {
  cancel: async ({ client }, id) => {
    const steered = await client.cancel(id);
    return steered.ok || steered.status === "canceled";
  },
  rewind: async ({ client, summaries }, id, { since }) => {
    const [job] = await summaries.read([id]);
    // What was opened since this began was opened by it, or by somebody who wanted the same.
    if (job?.reopenedAt !== undefined && job.reopenedAt >= since) return true;
    if (job?.status === "completed" && (job.delivery?.at ?? 0) >= since) return true;
    return (await client.rewind(id)).ok;
  },
  restart,
  purge: async ({ client }, id) => {
    await client.purge(id);
    return true;
  },
};

/** A new job may have to wait until there is room. The key makes it the same one each time. */
async function restart({ client, admission }: ActDeps, id: string, { id: key, signal }: Bulk): Promise<boolean> {
  const user = userOf((await client.findHead(id))?.input);
  for (;;) {
    signal.throwIfAborted();
    const restarted = await admission.admit(user, () => client.restart(id, `bulk:${key}`));
    if (typeof restarted === "object") return restarted.ok;
    await sleep(FULL_MS, undefined, { signal });
  }
}
