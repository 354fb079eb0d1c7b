/** A linear model over buckets of features: what each bucket says for each label. */
export interface Model {
  readonly labels: number;
  /** How much a bucket tells, 0 for one that was never learnt. */
  readonly weights: Float32Array;
  /** Scores by bucket and label, in steps of `scoreStep`. */
  readonly scores: Float32Array | Int8Array;
  readonly scoreStep: number;
  readonly bias: Float32Array;
}

/**
 * The features' shares: by how much they tell, of length 1 together. Buckets that were never learnt
 * are left out.
 */
export function sharesOf(
  features: Int32Array,
  weights: Float32Array,
): { readonly buckets: Int32Array; readonly shares: Float32Array } {
  const buckets = features.filter((bucket) => (weights[bucket] ?? 0) > 0);
  const shares = Float32Array.from(buckets, (bucket) => weights[bucket] ?? 0);
  const length = Math.sqrt(shares.reduce((sum, share) => sum + share * share, 0));
  return { buckets, shares: length === 0 ? shares : shares.map((share) => share / length) };
}

/** How likely each label is, for features as `featuresOf` gives them. Together 1. */
export function likelihoods({ labels, weights, scores, scoreStep, bias }: Model, features: Int32Array): Float64Array {
  const { buckets, shares } = sharesOf(features, weights);
  const sums = Float64Array.from(bias);
  for (const [i, bucket] of buckets.entries()) {
    const share = (shares[i] ?? 0) * scoreStep;
    for (let k = 0; k < labels; k += 1) sums[k] = (sums[k] ?? 0) + (scores[bucket * labels + k] ?? 0) * share;
  }
  return softmax(sums);
}

/** Scores as shares of 1, in place. */
export function softmax(scores: Float64Array): Float64Array {
  const top = Math.max(...scores);
  let sum = 0;
  for (const [k, score] of scores.entries()) sum += scores[k] = Math.exp(score - top);
  for (const [k, value] of scores.entries()) scores[k] = value / sum;
  return scores;
}
