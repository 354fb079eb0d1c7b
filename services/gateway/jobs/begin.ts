import type { JobClient } from "@guchi/chain/client.ts";
import { priorityOf } from "@guchi/chain/fairness.ts";
import type { Started } from "@guchi/chain/start-options.ts";
import type { Admission } from "@guchi/platform/load/admission.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import type { Redis } from "ioredis";
import { admit, userOf } from "../load/admit.ts";

export interface BeginDeps {
  readonly redis: Redis;
  readonly admission: Pick<Admission, "admit">;
  readonly client: Pick<JobClient, "find" | "start">;
}

/** What is to be started, and for what cause. */
interface Beginning {
  readonly pipeline: string;
  readonly input: unknown;
  readonly cause: string | undefined;
  readonly callbackUrl: string | undefined;
  /** In ms since the epoch. */
  readonly startAt?: number | undefined;
}

/** Starts a job within the bounds. Throws as `admit` and `JobClient.start` do. */
export async function begin(
  { redis, admission, client }: BeginDeps,
  { pipeline, input, cause, callbackUrl, startAt }: Beginning,
): Promise<Started> {
  const user = userOf(input);
  const owes = callbackUrl === undefined ? undefined : { callbackUrl };
  return admit({ admission, client }, { cause, user }, async () => {
    const priority = user === undefined ? undefined : await priorityOf(redis, keys, user);
    return client.start(pipeline, input, { cause, owes, priority, startAt });
  });
}
