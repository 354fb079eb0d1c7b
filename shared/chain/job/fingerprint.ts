import { hash } from "node:crypto";
import { SchemaError } from "../schema.ts";

/**
 * Deeper inputs are refused: JSON of 64 KiB can be nested deeper than the stack allows here or in
 * those who read it later.
 */
const MAX_DEPTH = 100;

/**
 * SHA-256 of pipeline and input, base64url; the order of an object's keys does not matter. Throws
 * SchemaError when the input is nested deeper than 100 levels.
 */
export function fingerprint(pipeline: string, input: unknown): string {
  return hash("sha256", JSON.stringify([pipeline, sorted(input)]), "base64url");
}

function sorted(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth === MAX_DEPTH)
    throw new SchemaError([{ path: "", message: `must not be nested deeper than ${MAX_DEPTH} levels` }]);
  if (Array.isArray(value)) return value.map((inner) => sorted(inner, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner, depth + 1)]),
  );
}
