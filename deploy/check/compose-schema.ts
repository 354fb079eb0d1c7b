import { readFileSync } from "node:fs";
import { Ajv, type ErrorObject } from "ajv";

/**
 * The official JSON schema of the Compose Specification (compose-spec/compose-spec), as `dclint` ships it: the packages
 * that carry the schema alone are from 2021 and know neither `env_file.required` nor `start_interval`.
 */
const SCHEMA = new URL("schemas/compose.schema.json", import.meta.resolve("dclint/package.json"));
const { $schema: _, ...schema } = JSON.parse(readFileSync(SCHEMA, "utf8")) as Record<string, unknown>;
// Not strict: the schema has annotations that Ajv does not know.
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

/** Where a parsed compose file departs from the specification; none for a good one. */
export function composeSchemaProblems(document: unknown): readonly string[] {
  if (validate(document)) return [];
  return [...new Set((validate.errors ?? []).map(wording))];
}

function wording({ instancePath, message, params }: ErrorObject): string {
  const extra: unknown = params["additionalProperty"];
  return `${instancePath === "" ? "the file" : instancePath} ${message}${typeof extra === "string" ? ` (${extra})` : ""}`;
}
