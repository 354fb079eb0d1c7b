import { ApiRefusal } from "./route.ts";

/** https://platform.openai.com/docs/guides/structured-outputs#supported-schemas */
const KEYWORDS = new Set([
  "type",
  "properties",
  "required",
  "additionalProperties",
  "enum",
  "const",
  "items",
  "anyOf",
  "$ref",
  "$defs",
  "description",
  "title",
  "pattern",
  "format",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minItems",
  "maxItems",
]);
const TYPES = new Set(["string", "number", "integer", "boolean", "object", "array", "null"]);

/** Refuses a JSON schema that strict mode refuses. */
export function checkStrictSchema(schema: unknown): void {
  if (!isRecord(schema) || schema["type"] !== "object")
    refuse("()", "schema must be a JSON Schema of 'type: \"object\"'");
  check(schema, []);
}

function check(schema: unknown, path: readonly string[]): void {
  const at = `(${path.map((part) => `'${part}'`).join(", ")})`;
  if (!isRecord(schema)) return refuse(at, "a schema must be an object");
  for (const keyword of Object.keys(schema)) {
    if (!KEYWORDS.has(keyword)) refuse(at, `'${keyword}' is not permitted`);
  }
  const { type, properties, required, additionalProperties, items } = schema;
  if (!TYPES.has(String(type))) refuse(at, "schema must have a 'type' key");
  if (type === "array") check(items, [...path, "items"]);
  if (type !== "object") return undefined;
  if (additionalProperties !== false) refuse(at, "'additionalProperties' is required to be supplied and to be false");
  const names = isRecord(properties) ? Object.keys(properties) : [];
  const needed: unknown[] = Array.isArray(required) ? required : [];
  if (!names.every((name) => needed.includes(name))) {
    refuse(at, "'required' is required to be supplied and to be an array including every key in properties");
  }
  for (const name of names) check((properties as Record<string, unknown>)[name], [...path, "properties", name]);
  return undefined;
}

function refuse(at: string, what: string): never {
  throw new ApiRefusal(400, `Invalid schema for response_format 'answer': In context=${at}, ${what}.`, {
    param: "response_format",
    code: "invalid_json_schema",
  });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
