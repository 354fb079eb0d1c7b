/** Words of a document, weighed. */
export type Document = ReadonlyMap<string, number>;

/** What was learnt of documents: which words go together. */
export interface Lsa {
  readonly terms: readonly string[];
  /** How rare each term is. */
  readonly idf: Float32Array;
  /** A row of `dimension` numbers for each term. */
  readonly basis: Float32Array;
  readonly dimension: number;
  readonly documents: number;
}

/** A word of fewer documents teaches nothing of others. */
const LEAST_FOUND = 2;

/**
 * Latent semantic analysis: the strongest directions of the documents' TF-IDF vectors, by the
 * eigenvectors of their Gram matrix. The same documents give the same numbers.
 */
export function learn(documents: readonly Document[], dimension: number): Lsa {
  const found = new Map<string, number>();
  for (const term of documents.flatMap((document) => [...document.keys()])) found.set(term, (found.get(term) ?? 0) + 1);
  const terms = [...found.keys()].filter((term) => (found.get(term) ?? 0) >= LEAST_FOUND).toSorted();
  const index = new Map(terms.map((term, at) => [term, at]));
  const idf = Float32Array.from(terms, (term) => Math.log((documents.length + 1) / (found.get(term) ?? 1)));
  const known = documents.map((document) => new Map([...document].filter(([term]) => index.has(term))));
  const rows = known.map((document) => unit(weighed(document, (term) => idf[index.get(term) ?? 0] ?? 0)));
  const { values, vectors } = eigen(gram(rows), dimension);
  const basis = new Float32Array(terms.length * dimension);
  for (const [at, row] of rows.entries()) {
    for (const [term, weight] of row) {
      const start = (index.get(term) ?? 0) * dimension;
      for (let k = 0; k < dimension; k += 1) {
        add(basis, start + k, (weight * (vectors[k]?.[at] ?? 0)) / Math.sqrt(Math.max(values[k] ?? 0, 1e-9)));
      }
    }
  }
  return { terms, idf, basis, dimension, documents: documents.length };
}

/** Counts as weights: a word that comes often counts less each time, a rare one more. */
export function weighed(document: Document, idfOf: (term: string) => number): Map<string, number> {
  return new Map([...document].map(([term, count]) => [term, Math.log1p(count) * idfOf(term)]));
}

function unit(row: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const length = Math.hypot(...row.values()) || 1;
  return new Map([...row].map(([term, weight]) => [term, weight / length]));
}

/** By the rows that have a term at all: most pairs share few. */
function gram(rows: readonly ReadonlyMap<string, number>[]): Float64Array[] {
  const having = new Map<string, (readonly [at: number, weight: number])[]>();
  for (const [at, row] of rows.entries()) {
    for (const [term, weight] of row) {
      const rest = having.get(term);
      if (rest === undefined) having.set(term, [[at, weight]]);
      else rest.push([at, weight]);
    }
  }
  return rows.map((row) => {
    const sums = new Float64Array(rows.length);
    for (const [term, weight] of row) for (const [at, other] of having.get(term) ?? []) add(sums, at, weight * other);
    return sums;
  });
}

const ITERATIONS = 30;

/**
 * The greatest eigenvalues of a symmetric matrix and their vectors: subspace iteration from a fixed
 * start.
 */
function eigen(matrix: readonly Float64Array[], count: number): { values: number[]; vectors: Float64Array[] } {
  const size = matrix.length;
  let vectors = Array.from({ length: count }, (_, k) =>
    Float64Array.from({ length: size }, (_, at) => Math.cos((k + 1) * (at + 1) * 0.7319) + (at % count === k ? 1 : 0)),
  );
  for (let round = 0; round < ITERATIONS; round += 1) vectors = orthonormal(vectors.map((each) => times(matrix, each)));
  const pairs = vectors.map((vector) => ({ vector, value: dot(vector, times(matrix, vector)) }));
  pairs.sort((a, b) => b.value - a.value);
  return { values: pairs.map(({ value }) => value), vectors: pairs.map(({ vector }) => vector) };
}

function times(matrix: readonly Float64Array[], vector: Float64Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(matrix, (row) => dot(row, vector));
}

/** Gram and Schmidt, twice, which is enough for numbers of this length. */
function orthonormal(vectors: readonly Float64Array<ArrayBuffer>[]): Float64Array<ArrayBuffer>[] {
  const done: Float64Array<ArrayBuffer>[] = [];
  for (const vector of vectors) {
    for (const other of [...done, ...done]) {
      const share = dot(vector, other);
      for (let at = 0; at < other.length; at += 1) add(vector, at, -share * (other[at] ?? 0));
    }
    const length = Math.sqrt(dot(vector, vector)) || 1;
    done.push(vector.map((value) => value / length));
  }
  return done;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

export function add(numbers: Float32Array | Float64Array, at: number, value: number): void {
  numbers[at] = (numbers[at] ?? 0) + value;
}
