import { createHash } from "node:crypto";

/** What `userHash` made, with a word before it that tells whose users these are. */
const HASHED = /^[a-z]+-[\w-]{43}$/;

/**
 * What stands for a user in keys and in what others are told: SHA-256 of the id, 43 characters of
 * base64url. An id that is such a hash already, with a word before it (`line-…`), stays as it is.
 */
export function userHash(user: string): string {
  return HASHED.test(user) ? user : createHash("sha256").update(user).digest("base64url");
}
