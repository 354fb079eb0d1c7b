import type { FailureKind } from "./failure.ts";

const KINDS = {
  refused: ["moderation_blocked", "content_policy_violation", "content_filter"],
  out_of_quota: ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active"],
  misconfigured: ["model_not_found", "model_deprecated", "model_shut_down", "unsupported_model"],
} as const satisfies Partial<Record<FailureKind, readonly string[]>>;

const KIND_OF_CODE: ReadonlyMap<string, FailureKind> = new Map(
  (["refused", "out_of_quota", "misconfigured"] as const).flatMap((kind) => KINDS[kind].map((code) => [code, kind])),
);

/**
 * What OpenAI's error code says, where it says more than the status; also in the events of the
 * Realtime API. Apart from openai.ts, so that who needs no SDK does not load it.
 * https://platform.openai.com/docs/guides/error-codes
 */
export function kindOfCode(code: string | null | undefined): FailureKind | undefined {
  return code === null || code === undefined ? undefined : KIND_OF_CODE.get(code);
}
