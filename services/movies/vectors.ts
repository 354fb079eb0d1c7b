/** Vectors end to end, each with its share of the length of the whole: 1, or 0 for nothing. */
export function joined(parts: readonly (readonly [vector: Float32Array, share: number])[]): Float32Array {
  const all = parts.flatMap(([vector, share]) => {
    const length = lengthOf(vector);
    return Array.from(vector, (value) => (length === 0 ? 0 : (value / length) * Math.sqrt(share)));
  });
  const length = lengthOf(all) || 1;
  return Float32Array.from(all, (value) => value / length);
}

export function lengthOf(vector: Iterable<number>): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}
