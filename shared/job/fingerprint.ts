import { createHash } from "node:crypto";

/** SHA-256 of pipeline and input, base64url; the order of an object's keys does not matter. */
export function fingerprint(pipeline: string, input: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify([pipeline, sorted(input)]))
    .digest("base64url");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
