import { ConflictError, type JobClient } from "./client.ts";
import type { StartOptions } from "./start-options.ts";

/**
 * The id of the job that this call started; undefined when its cause came before, with whatever
 * input: the first one counts.
 */
export async function startOnce(
  client: Pick<JobClient, "start">,
  pipeline: string,
  input: object,
  options: StartOptions & { readonly cause: string },
): Promise<string | undefined> {
  try {
    const { id, created } = await client.start(pipeline, input, options);
    return created ? id : undefined;
  } catch (error) {
    if (error instanceof ConflictError) return undefined;
    throw error;
  }
}
