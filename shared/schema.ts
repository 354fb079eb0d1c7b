import type { Static, TSchema } from "typebox";
import Compile, { type Validator } from "typebox/compile";

/** A value from outside that does not fit its schema. The message names each field and what it must be, never its value. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  /** JSON pointers of what is wrong and what it must be. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];

  constructor(problems: readonly { readonly path: string; readonly message: string }[]) {
    super(problems.map(({ path, message }) => `${path === "" ? "value" : path} ${message}`).join("; "));
    this.problems = problems;
  }
}

const MAX_PROBLEMS = 5;
const validators = new WeakMap<TSchema, Validator>();

/** The value with its type, unchanged. Throws SchemaError when it does not fit. Schemas are compiled once. */
export function parseAs<Schema extends TSchema>(schema: Schema, value: unknown): Static<Schema> {
  const validator = validatorOf(schema);
  if (validator.Check(value)) return value as Static<Schema>;
  const problems = validator.Errors(value).map(({ instancePath, message }) => ({
    path: instancePath,
    message: message === "schema is false" ? "is not known here" : message, // so says TypeBox of an unknown property
  }));
  throw new SchemaError(problems.slice(0, MAX_PROBLEMS));
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
