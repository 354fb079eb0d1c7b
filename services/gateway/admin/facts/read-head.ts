import type { JobClient } from "@guchi/chain/client.ts";
import { DamagedRecordError } from "@guchi/chain/job/damaged.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";

/** A job without its results; undefined: it is gone, or cannot be read. */
export async function readHeadOrNone(client: Pick<JobClient, "findHead">, id: string): Promise<JobRecord | undefined> {
  return client.findHead(id).catch((error: unknown) => {
    if (error instanceof DamagedRecordError) return undefined;
    throw error;
  });
}
