import { hash } from "node:crypto";

/** A strong entity tag of what is sent: the same bytes, the same tag (RFC 9110, 8.8.3). */
export function entityTag(text: string): string {
  return `"${hash("sha256", text, "base64url").slice(0, 27)}"`;
}

/**
 * Whether If-None-Match names this tag: `*`, or a list of tags, weak or strong (RFC 9110, 13.1.2).
 */
export function matches(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const tags = new Set(ifNoneMatch.split(",").map((each) => each.trim().replace(/^W\//, "")));
  return tags.has("*") || tags.has(tag);
}
