import type { TSchema } from "typebox";

/** The keywords of JSON Schema that are printed here. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly description?: string;
}

const COMMENT_COLUMNS = 88;

/** Prints schemas as TypeScript. Those that have a name are called by it. */
export class Printer {
  readonly #names: ReadonlyMap<string, string>;

  constructor(named: Readonly<Record<string, TSchema>>) {
    this.#names = new Map(Object.entries(named).map(([name, schema]) => [keyOf(schema), name]));
  }

  /** The interface or type of that name, with what the schema says of each field. */
  declaration(name: string, schema: TSchema): string {
    const type = this.#unnamed(schema);
    return type.startsWith("{") ? `export interface ${name} ${type}` : `export type ${name} = ${type};`;
  }

  typeOf(schema: Schema): string {
    return this.#names.get(keyOf(schema)) ?? this.#unnamed(schema);
  }

  #unnamed(schema: Schema): string {
    if (schema.$ref !== undefined) return schema.$ref.replace(/#$/, "");
    if ("const" in schema) return JSON.stringify(schema.const);
    if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
    if (schema.anyOf !== undefined) return schema.anyOf.map((each) => this.typeOf(each)).join(" | ");
    const [values] = Object.values(schema.patternProperties ?? {});
    if (values !== undefined) return `Readonly<Record<string, ${this.typeOf(values)}>>`;
    if (schema.type === "object") return this.#fields(schema);
    if (schema.type === "array") return `readonly (${this.typeOf(schema.items ?? {})})[]`;
    return schema.type === "integer" ? "number" : (schema.type ?? "unknown");
  }

  #fields({ properties = {}, required = [] }: Schema): string {
    const fields = Object.entries(properties).map(([name, schema]) => {
      const mark = required.includes(name) ? "" : "?";
      return `${comment(schema.description)}readonly ${name}${mark}: ${this.typeOf(schema)};\n`;
    });
    return `{\n${fields.join("")}}`;
  }
}

/** What two copies of a schema have in common: an optional field holds a copy. */
function keyOf(schema: Schema): string {
  return JSON.stringify({ ...schema, description: undefined });
}

/** The text as a comment, broken into lines; empty without a text. */
export function comment(text: string | undefined): string {
  if (text === undefined) return "";
  const lines = [""];
  for (const word of text.replaceAll("*/", "* /").split(/\s+/)) {
    const line = lines.at(-1) ?? "";
    if (line.length + word.length < COMMENT_COLUMNS) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(` ${word}`);
  }
  return lines.length === 1 ? `/**${lines[0]} */\n` : `/**\n${lines.map((line) => ` *${line}\n`).join("")} */\n`;
}
