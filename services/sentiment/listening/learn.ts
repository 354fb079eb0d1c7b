import { type Model, sharesOf, softmax } from "./model.ts";

/** A message as the learner sees it. */
export interface Example {
  readonly features: Int32Array;
  /** Place of its label. */
  readonly label: number;
}

export interface Settings {
  readonly epochs: number;
  readonly rate: number;
  /** Share of the weights that each epoch takes away. */
  readonly decay: number;
  /** Examples that a bucket must be seen in: what stands in one only is that one's own. */
  readonly minExamples: number;
  /** Power of the inverse frequency in a bucket's weight. */
  readonly rarity: number;
  /** Share of probability that is not the writer's label: writers err, too. */
  readonly smoothing: number;
  /** 0: each example counts the same; 1: each label does. */
  readonly balance: number;
}

const SETTINGS: Settings = {
  epochs: 20,
  rate: 3,
  decay: 0,
  minExamples: 2,
  rarity: 0.7,
  smoothing: 0.02,
  balance: 0.5,
};
const BIAS_RATE = 0.02;
const SEED = 7;

/**
 * Learns a linear model from examples: softmax regression by stochastic gradient descent with a
 * falling rate. The same examples in the same order give the same model.
 */
export function learn(
  examples: readonly Example[],
  { labels, buckets }: { readonly labels: number; readonly buckets: number },
  settings: Settings = SETTINGS,
): Model {
  const weights = weightsOf(examples, buckets, settings);
  const scores = new Float32Array(buckets * labels);
  const bias = new Float32Array(labels);
  const prepared = examples.map(({ features, label }) => ({ ...sharesOf(features, weights), label }));
  const importance = importanceOf(examples, labels, settings.balance);
  const random = createRandom(SEED);
  const errors = new Float64Array(labels);
  const order = [...prepared];
  for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
    shuffle(order, random);
    const rate = settings.rate * (1 - epoch / settings.epochs);
    for (const { buckets: seen, shares, label } of order) {
      errors.set(bias);
      for (let i = 0; i < seen.length; i += 1) {
        const [at, share] = [(seen[i] ?? 0) * labels, shares[i] ?? 0];
        for (let k = 0; k < labels; k += 1) errors[k] = (errors[k] ?? 0) + (scores[at + k] ?? 0) * share;
      }
      softmax(errors);
      for (let k = 0; k < labels; k += 1) {
        const wanted = (k === label ? 1 - settings.smoothing : 0) + settings.smoothing / labels;
        const error = ((errors[k] ?? 0) - wanted) * (importance[label] ?? 1);
        errors[k] = error;
        bias[k] = (bias[k] ?? 0) - BIAS_RATE * rate * error;
      }
      for (let i = 0; i < seen.length; i += 1) {
        const [at, share] = [(seen[i] ?? 0) * labels, (shares[i] ?? 0) * rate];
        for (let k = 0; k < labels; k += 1) scores[at + k] = (scores[at + k] ?? 0) - (errors[k] ?? 0) * share;
      }
    }
    if (settings.decay > 0) for (const [at, score] of scores.entries()) scores[at] = score * (1 - settings.decay);
  }
  return { labels, weights, scores, scoreStep: 1, bias };
}

/** A bucket's weight: the rarer, the more it tells. */
function weightsOf(examples: readonly Example[], buckets: number, { minExamples, rarity }: Settings): Float32Array {
  const seen = new Int32Array(buckets);
  for (const { features } of examples) for (const bucket of features) seen[bucket] = (seen[bucket] ?? 0) + 1;
  return Float32Array.from(seen, (count) =>
    count < minExamples ? 0 : Math.log(1 + examples.length / count) ** rarity,
  );
}

/** Rare labels weigh more, so that the common ones do not swallow them. */
function importanceOf(examples: readonly Example[], labels: number, balance: number): readonly number[] {
  const counts = Array.from({ length: labels }, () => 0);
  for (const { label } of examples) counts[label] = (counts[label] ?? 0) + 1;
  return counts.map((count) => (examples.length / (labels * Math.max(1, count))) ** balance);
}

/** Fisher-Yates, in place. */
function shuffle(order: unknown[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [order[i], order[j]];
    if (a === undefined || b === undefined) continue;
    order[i] = b;
    order[j] = a;
  }
}

/**
 * A generator of our own (linear congruential, Numerical Recipes): the same numbers on every
 * machine.
 */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
