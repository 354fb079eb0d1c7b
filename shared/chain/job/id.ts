import { parse, v5 as uuidFrom } from "uuid";

/**
 * Namespace of the job ids that are derived from a cause (RFC 9562, version 5). Changing it breaks
 * the dedupe.
 */
const CAUSE_NAMESPACE = parse("0a6ff0a0-5d3b-4d0c-8e2e-6a7563686921");

/**
 * The id of the job that this cause starts: the same cause is the same job. Any text will do, also
 * one that is no valid Unicode.
 */
export function jobIdOf(cause: string): string {
  return uuidFrom(cause.toWellFormed(), CAUSE_NAMESPACE);
}

/**
 * A UUID (version 5) that always belongs to this job and purpose, such as a retry key. `job` must
 * be a UUID.
 */
export function uuidOfJob(job: string, purpose: string): string {
  return uuidFrom(purpose, job);
}

/** What starts the job that a restart of the job `id` with this key makes. */
export function restartCause(id: string, key: string): string {
  return `restart:${id}:${key}`;
}
