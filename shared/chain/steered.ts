import type { JobStatus } from "./job/record.ts";

/**
 * What became of an action. `id` is the job's, of a restart the new one's; `status` is what forbids
 * the action.
 */
export type Steered =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly status: JobStatus | "unknown" | "purged" };
