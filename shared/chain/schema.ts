import type { Static, TSchema } from "typebox";
import { Compile, type Validator } from "typebox/schema";
import { schemaProblems, type SchemaProblem } from "./schema-problems.ts";

/**
 * A value from outside that does not fit its schema. The message names each field and what it must
 * be, never its value.
 */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  /** JSON pointers of what is wrong and what it must be. */
  readonly problems: readonly SchemaProblem[];

  constructor(problems: readonly SchemaProblem[]) {
    super(problems.map(({ path, message }) => `${path === "" ? "value" : path} ${message}`).join("; "));
    this.problems = problems;
  }
}

const MAX_PROBLEMS = 5;
const validators = new WeakMap<TSchema, Validator>();

/**
 * The value with its type, unchanged. Throws SchemaError when it does not fit. Schemas are compiled
 * once.
 */
export function parseAs<Schema extends TSchema>(schema: Schema, value: unknown): Static<Schema> {
  const validator = validatorOf(schema);
  if (validator.Check(value)) return value as Static<Schema>;
  throw new SchemaError(schemaProblems(schema, validator.Errors(value)[1]).slice(0, MAX_PROBLEMS));
}

/** Whether the value fits. */
export function fits<Schema extends TSchema>(schema: Schema, value: unknown): value is Static<Schema> {
  return validatorOf(schema).Check(value);
}

function validatorOf(schema: TSchema): Validator {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const compiled: Validator = Compile(schema);
  validators.set(schema, compiled);
  return compiled;
}
