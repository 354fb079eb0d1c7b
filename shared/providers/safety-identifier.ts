import { userHash } from "@guchi/chain/redis/user-hash.ts";

/**
 * What tells OpenAI that requests come from one user, without telling who: a hash of the user's id,
 * another one than in our own keys; 43 of the 64 characters that they take. Nothing without a user.
 * https://platform.openai.com/docs/guides/safety-best-practices#implement-safety-identifiers
 */
export function safetyIdentifier(user: string | undefined): { safety_identifier?: string } {
  if (user === undefined) return {};
  return { safety_identifier: userHash(`guchi:${user}`) };
}
