/**
 * A linear model over buckets of features with a small network beside it, for what the features mean together. The network
 * sums an embedding of each feature, has one hidden layer, and adds to the linear model's scores.
 */
export interface Network {
  readonly labels: number;
  /** Length of an embedding. */
  readonly size: number;
  /** Units of the hidden layer. */
  readonly hidden: number;
  /** How much a bucket tells, 0 for one that was never learnt. */
  readonly weight: Float32Array;
  readonly linear: Float32Array;
  readonly embedding: Float32Array;
  readonly inner: Float32Array;
  readonly innerBias: Float32Array;
  readonly outer: Float32Array;
  readonly bias: Float32Array;
}

/** The features' shares: by how much they tell, of length 1 together. Buckets that were never learnt are left out. */
export function sharesOf(features: Int32Array, weight: Float32Array): { buckets: Int32Array; shares: Float32Array } {
  const buckets = features.filter((bucket) => (weight[bucket] ?? 0) > 0);
  const shares = Float32Array.from(buckets, (bucket) => weight[bucket] ?? 0);
  const length = Math.sqrt(shares.reduce((sum, share) => sum + share * share, 0));
  return { buckets, shares: length === 0 ? shares : shares.map((share) => share / length) };
}

/** How likely each label is, for features as `featuresOf` gives them. */
export function predict(network: Network, features: Int32Array): Float64Array {
  const { labels, size, hidden } = network;
  const { buckets, shares } = sharesOf(features, network.weight);
  const scores = Float64Array.from(network.bias);
  const sum = new Float64Array(size);
  for (const [i, bucket] of buckets.entries()) {
    const share = shares[i] ?? 0;
    for (let k = 0; k < labels; k += 1) scores[k] = (scores[k] ?? 0) + (network.linear[bucket * labels + k] ?? 0) * share;
    for (let d = 0; d < size; d += 1) sum[d] = (sum[d] ?? 0) + (network.embedding[bucket * size + d] ?? 0) * share;
  }
  for (let unit = 0; unit < hidden; unit += 1) {
    let input = network.innerBias[unit] ?? 0;
    for (let d = 0; d < size; d += 1) input += (network.inner[unit * size + d] ?? 0) * (sum[d] ?? 0);
    if (input <= 0) continue;
    for (let k = 0; k < labels; k += 1) scores[k] = (scores[k] ?? 0) + (network.outer[k * hidden + unit] ?? 0) * input;
  }
  return softmax(scores);
}

/** Scores as shares of 1, in place. */
export function softmax(scores: Float64Array): Float64Array {
  const top = Math.max(...scores);
  let sum = 0;
  for (const [k, score] of scores.entries()) sum += scores[k] = Math.exp(score - top);
  for (const [k, value] of scores.entries()) scores[k] = value / sum;
  return scores;
}
