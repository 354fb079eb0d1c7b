import { ConflictError, type JobClient } from "@guchi/chain/client.ts";
import type { StartOptions } from "@guchi/chain/start-options.ts";

/**
 * The id of the job that this call started; undefined when the event came before. Then the input
 * may differ (the job that 「もう一回」 names is gone meanwhile): the first one counts.
 */
export async function startOnce(
  client: Pick<JobClient, "start">,
  pipeline: string,
  input: object,
  options: StartOptions,
): Promise<string | undefined> {
  try {
    const { id, created } = await client.start(pipeline, input, options);
    return created ? id : undefined;
  } catch (error) {
    if (error instanceof ConflictError) return undefined;
    throw error;
  }
}
