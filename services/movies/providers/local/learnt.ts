import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAs } from "@guchi/chain/schema.ts";
import Type, { type Static } from "typebox";
import type { Lsa } from "./lsa.ts";

/** What `npm run train:movies` wrote. */
export const LEARNT_FILE = join(import.meta.dirname, "learnt.json");

/** Basis and rarities as bytes in base64, of -127 to 127 and 0 to 255. */
const Learnt = Type.Object({
  dimension: Type.Integer({ minimum: 1 }),
  documents: Type.Integer({ minimum: 1 }),
  terms: Type.String({ description: "Separated by line breaks." }),
  idfScale: Type.Number(),
  idf: Type.String(),
  basisScale: Type.Number(),
  basis: Type.String(),
});

/** What was learnt, as text: the same gives the same. */
export function packed({ terms, idf, basis, dimension, documents }: Lsa): string {
  const idfScale = idf.reduce((most, value) => Math.max(most, value), 1e-9) / 255;
  const basisScale = basis.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9) / 127;
  const learnt: Static<typeof Learnt> = {
    dimension,
    documents,
    terms: terms.join("\n"),
    idfScale,
    idf: Buffer.from(Uint8Array.from(idf, (value) => Math.round(value / idfScale))).toString("base64"),
    basisScale,
    basis: Buffer.from(Int8Array.from(basis, (value) => Math.round(value / basisScale)).buffer).toString("base64"),
  };
  return `${JSON.stringify(learnt, undefined, 2)}\n`;
}

/** What is known of a term: how rare it is, and where it points. */
interface Term {
  readonly idf: number;
  readonly row: Int8Array;
}

export interface LearntTerms {
  readonly dimension: number;
  readonly terms: ReadonlyMap<string, Term>;
  /** How rare a term is that no document had. */
  readonly unknownIdf: number;
  /** Tells these numbers from any others. */
  readonly version: string;
}

/** Reads what was learnt. Throws SchemaError for a file that is none. */
export function readLearnt(text = readFileSync(LEARNT_FILE, "utf8")): LearntTerms {
  const { dimension, documents, terms, ...numbers } = parseAs(Learnt, JSON.parse(text));
  const idf = Buffer.from(numbers.idf, "base64");
  const bytes = Buffer.from(numbers.basis, "base64");
  const basis = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries = terms.split("\n").map((term, at): [string, Term] => {
    const row = basis.subarray(at * dimension, (at + 1) * dimension);
    return [term, { idf: (idf[at] ?? 0) * numbers.idfScale, row }];
  });
  return {
    dimension,
    terms: new Map(entries),
    unknownIdf: Math.log(documents + 1),
    version: createHash("sha256").update(text).digest("hex").slice(0, 8),
  };
}
