import type { FastifySchemaCompiler } from "fastify";
import { schemaProblems, type SchemaProblem } from "@guchi/chain/schema-problems.ts";
import type { TSchema } from "typebox";
import { Compile } from "typebox/schema";

/** What a text may be in place of a value of the schema's type; undefined: it is none. */
type Reading = (text: string) => unknown;

const READINGS: Readonly<Record<string, Reading>> = {
  integer: (text) => (/^(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined),
  boolean: (text) => (text === "true" || text === "false" ? text === "true" : undefined),
};

/**
 * Checks the parts of a request against their schemas, and bends nothing to make it fit. A query, a
 * path and headers are texts: where the schema wants an integer it takes decimal digits without
 * zeros in front, for a boolean `true` or `false`. Any other text stays what it is, and the schema
 * refuses it.
 */
export const strictValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema);
  const readings = httpPart === "body" ? [] : readingsOf(schema);
  return (given: unknown) => {
    const value = readings.length === 0 || !isObject(given) ? given : { ...given, ...read(readings, { ...given }) };
    if (validator.Check(value)) return { value };
    const problems = schemaProblems(schema, validator.Errors(value)[1]);
    return { error: problems.map(asFastifyWants) };
  };
};

/** Of the other members nobody reads anything. */
function asFastifyWants({ path, message }: SchemaProblem) {
  return { instancePath: path, message, keyword: "", schemaPath: "", params: {} };
}

type Texts = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function readingsOf(schema: TSchema): readonly (readonly [name: string, reading: Reading])[] {
  const { properties = {} } = schema as { properties?: Readonly<Record<string, { readonly type?: string }>> };
  return Object.entries(properties).flatMap(([name, { type = "" }]) => {
    const reading = READINGS[type];
    return reading === undefined ? [] : [[name, reading] as const];
  });
}

function read(readings: ReturnType<typeof readingsOf>, texts: Texts): Record<string, unknown> {
  return Object.fromEntries(
    readings.flatMap(([name, reading]) => {
      const text = texts[name];
      const value = typeof text === "string" ? reading(text) : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
