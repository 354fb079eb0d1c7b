import type { TSchema } from "typebox";
import type { TLocalizedValidationError } from "typebox/error";

/**
 * What is wrong with a value: where, as a JSON pointer, and a whole sentence less its subject. It
 * never repeats the value.
 */
export interface SchemaProblem {
  readonly path: string;
  readonly message: string;
}

type Keywords = Readonly<Record<string, unknown>>;

/**
 * TypeBox's errors in words that say all that the place must be, not only the rule that was broken
 * first. One for each place.
 */
export function schemaProblems(schema: TSchema, errors: readonly TLocalizedValidationError[]): SchemaProblem[] {
  const found = new Map<string, string>();
  for (const error of errors) {
    const { keyword, instancePath: path } = error;
    if (error.keyword === "required") {
      for (const name of error.params.requiredProperties) found.set(`${path}/${name}`, "is missing");
    } else if (keyword === "additionalProperties") {
      continue; // each of them has an error of its own: its schema is false
    } else if (keyword === "anyOf" || keyword === "oneOf" || !found.has(path)) {
      found.set(path, wording(schema, error));
    }
  }
  return [...found].map(([path, message]) => ({ path, message }));
}

function wording(schema: TSchema, { keyword, schemaPath, message }: TLocalizedValidationError): string {
  if (keyword === "boolean") return "is not a known field";
  if (keyword === "anyOf" || keyword === "oneOf") return "must match one of the allowed schemas";
  if (keyword === "~refine") return message;
  return wanted(at(schema, schemaPath)) ?? message;
}

/** What the schema wants, where that can be said in a few words. */
function wanted(schema: Keywords): string | undefined {
  const { type, enum: values, format, pattern, examples } = schema;
  if (Array.isArray(values)) return `must be one of ${values.join(", ")}`;
  if ("const" in schema) return `must be ${JSON.stringify(schema["const"])}`;
  if (type === "integer") return `must be a whole number${range(schema["minimum"], schema["maximum"])}`;
  if (type === "number") return `must be a number${range(schema["minimum"], schema["maximum"])}`;
  if (type === "boolean") return "must be true or false";
  if (type === "object") return "must be an object";
  if (type === "array") return "must be a list";
  if (type !== "string") return undefined;
  if (pattern !== undefined) return Array.isArray(examples) ? `must be such as ${examples.join(" or ")}` : undefined;
  if (format === "date-time") return "must be a time such as 2026-11-24T09:00:00Z";
  return `must be a string${length(schema["minLength"], schema["maxLength"])}`;
}

function range(min: unknown, max: unknown): string {
  if (typeof min !== "number") return typeof max === "number" ? ` of ${max} or less` : "";
  return typeof max === "number" ? ` from ${min} to ${max}` : ` of ${min} or more`;
}

function length(min: unknown, max: unknown): string {
  if (typeof min !== "number") return typeof max === "number" ? ` of at most ${max} characters` : "";
  return typeof max === "number" ? ` of ${min} to ${max} characters` : ` of ${min} or more characters`;
}

/** The part of a schema that a pointer such as `#/properties/limit` names. */
function at(schema: TSchema, pointer: string): Keywords {
  const names = pointer
    .split("/")
    .slice(1)
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  let part: unknown = schema;
  for (const name of names) part = typeof part === "object" && part !== null ? (part as Keywords)[name] : undefined;
  return typeof part === "object" && part !== null ? (part as Keywords) : {};
}
