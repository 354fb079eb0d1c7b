import { createHash } from "node:crypto";

/**
 * What tells OpenAI that requests come from one user, without telling who: a hash of the user's id,
 * 64 characters, their longest. Nothing without a user.
 * https://platform.openai.com/docs/guides/safety-best-practices#implement-safety-identifiers
 */
export function safetyIdentifier(user: string | undefined): { safety_identifier?: string } {
  if (user === undefined) return {};
  return { safety_identifier: createHash("sha256").update(`guchi:${user}`).digest("hex") };
}
