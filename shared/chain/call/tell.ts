import type { JobClient } from "../client.ts";
import type { HandOffDeps } from "../hand-off.ts";
import type { Caller } from "../job/owed.ts";
import type { JobRecord } from "../job/record.ts";
import { UnknownStepError } from "../step-code.ts";
import { childrenOf, type CallEnd } from "./call.ts";
import { endOf, GONE, keepEnd } from "./end.ts";

type Client = Pick<JobClient, "wake" | "purge">;

/** Tells the job that called this one how it ended; that is kept until that job goes on. */
export async function endCall(deps: HandOffDeps, client: Client, record: JobRecord, caller: Caller): Promise<void> {
  const end = endOf(deps.pipelines, record);
  if (end === undefined) return;
  const isUnknown = (await tell(deps, client, caller, end)) === "unknown";
  // It was purged while it made this one, and nobody else will.
  if (isUnknown && (await deps.records.wasPurged(caller.parent))) await client.purge(record.id);
}

/** Before a job is purged: who called it is told, and what it called is purged. */
export async function leaveCalls(deps: HandOffDeps, client: Client, record: JobRecord): Promise<void> {
  const { owes } = record;
  if (owes !== undefined && "parent" in owes) await tell(deps, client, owes, GONE);
  const children = childrenOf(record);
  if (children.length > 0) await deps.records.steer(record, "cancel"); // it calls none any more
  for (const child of children) await client.purge(child);
}

async function tell(deps: HandOffDeps, client: Client, caller: Caller, end: CallEnd) {
  const taken = await keepEnd(deps, caller, end);
  if (taken !== "waiting") return taken;
  await client.wake(caller.parent).catch((error: unknown) => {
    // A process of a version that can go on finds the job among those that are due.
    if (!(error instanceof UnknownStepError)) throw error;
  });
  return taken;
}
