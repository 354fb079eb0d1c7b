/** A linear model over buckets of features: what each bucket says for each label. */
export interface Model {
  readonly labels: number;
  /** The buckets that were learnt, ascending: the lists below have a place for each. */
  readonly buckets: Int32Array;
  /** How much a bucket tells: above 0. */
  readonly weights: Float32Array;
  /** Scores by place and label, in steps of `scoreStep`. */
  readonly scores: Float32Array | Int16Array;
  readonly scoreStep: number;
  readonly bias: Float32Array;
}

/**
 * The features' shares: by how much they tell, of length 1 together. Buckets that were never learnt
 * are left out.
 */
export function sharesOf(
  features: Int32Array,
  { buckets, weights }: Pick<Model, "buckets" | "weights">,
): { readonly places: Int32Array; readonly shares: Float32Array } {
  const places = features.map((bucket) => placeOf(bucket, buckets)).filter((place) => place >= 0);
  const shares = Float32Array.from(places, (place) => weights[place] ?? 0);
  const length = Math.sqrt(shares.reduce((sum, share) => sum + share * share, 0));
  return { places, shares: length === 0 ? shares : shares.map((share) => share / length) };
}

/** Where a bucket stands among ascending ones; -1 if it does not. */
function placeOf(bucket: number, buckets: Int32Array): number {
  let [low, high] = [0, buckets.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = buckets[middle] ?? 0;
    if (found === bucket) return middle;
    if (found < bucket) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** How likely each label is, for features as `featuresOf` gives them. Together 1. */
export function likelihoods(model: Model, features: Int32Array): Float64Array {
  const { labels, scores, scoreStep, bias } = model;
  const { places, shares } = sharesOf(features, model);
  const sums = Float64Array.from(bias);
  for (const [i, place] of places.entries()) {
    const share = (shares[i] ?? 0) * scoreStep;
    for (let k = 0; k < labels; k += 1) sums[k] = (sums[k] ?? 0) + (scores[place * labels + k] ?? 0) * share;
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
