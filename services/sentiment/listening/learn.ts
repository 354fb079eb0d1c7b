import { BUCKETS } from "./features.ts";
import { type Model, sharesOf, softmax } from "./model.ts";

/** A message as the learner sees it. */
export interface Example {
  readonly features: Int32Array;
  /** Place of its label. */
  readonly label: number;
}

interface Settings {
  readonly epochs: number;
  readonly rate: number;
  /** Examples that a bucket must be seen in: what stands in one only is that one's own. */
  readonly minExamples: number;
  /** Power of the inverse frequency in a bucket's weight. */
  readonly rarity: number;
  /** Share of probability that is not the writer's label: writers err, too. */
  readonly smoothing: number;
  /** 0: each example counts the same; 1: each label does. */
  readonly balance: number;
  /**
   * Orders of the examples to learn in, each anew. What is learnt depends on the order; the mean
   * of several depends on it less.
   */
  readonly orders: number;
}

const SETTINGS: Settings = {
  epochs: 20,
  rate: 3,
  minExamples: 2,
  rarity: 0.7,
  smoothing: 0.06,
  balance: 0.5,
  orders: 4,
};
const BIAS_RATE = 0.02;
const SEED = 7;

/**
 * Learns a linear model from examples: softmax regression by stochastic gradient descent with a
 * falling rate, the mean over several orders. The same examples in the same order give the same
 * model.
 */
export function learn(examples: readonly Example[], labels: number, changes: Partial<Settings> = {}): Model {
  const settings = { ...SETTINGS, ...changes };
  const learnt = weightsOf(examples, settings);
  const lesson: Lesson = {
    examples: examples.map(({ features, label }) => ({ ...sharesOf(features, learnt), label })),
    size: learnt.buckets.length,
    importance: importanceOf(examples, labels, settings.balance),
  };
  const scores = new Float32Array(learnt.buckets.length * labels);
  const bias = new Float32Array(labels);
  for (let order = 0; order < settings.orders; order += 1) {
    const one = descend(lesson, settings, SEED + order);
    for (const [at, score] of one.scores.entries()) scores[at] = (scores[at] ?? 0) + score / settings.orders;
    for (const [k, score] of one.bias.entries()) bias[k] = (bias[k] ?? 0) + score / settings.orders;
  }
  return { labels, ...learnt, scores, scoreStep: 1, bias };
}

/** Examples as shares of what was learnt, and how much each label counts. */
interface Lesson {
  readonly examples: readonly (ReturnType<typeof sharesOf> & { readonly label: number })[];
  readonly size: number;
  readonly importance: readonly number[];
}

/** Learns in one order of the examples. */
function descend(
  { examples, size, importance }: Lesson,
  { epochs, rate: firstRate, smoothing }: Settings,
  seed: number,
): Pick<Model, "bias"> & { readonly scores: Float32Array } {
  const labels = importance.length;
  const scores = new Float32Array(size * labels);
  const bias = new Float32Array(labels);
  const random = createRandom(seed);
  const errors = new Float64Array(labels);
  const order = [...examples];
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    const rate = firstRate * (1 - epoch / epochs);
    for (const { places, shares, label } of order) {
      errors.set(bias);
      for (let i = 0; i < places.length; i += 1) {
        const [at, share] = [(places[i] ?? 0) * labels, shares[i] ?? 0];
        for (let k = 0; k < labels; k += 1) errors[k] = (errors[k] ?? 0) + (scores[at + k] ?? 0) * share;
      }
      softmax(errors);
      for (let k = 0; k < labels; k += 1) {
        const wanted = (k === label ? 1 - smoothing : 0) + smoothing / labels;
        const error = ((errors[k] ?? 0) - wanted) * (importance[label] ?? 1);
        errors[k] = error;
        bias[k] = (bias[k] ?? 0) - BIAS_RATE * rate * error;
      }
      for (let i = 0; i < places.length; i += 1) {
        const [at, share] = [(places[i] ?? 0) * labels, (shares[i] ?? 0) * rate];
        for (let k = 0; k < labels; k += 1) scores[at + k] = (scores[at + k] ?? 0) - (errors[k] ?? 0) * share;
      }
    }
  }
  return { scores, bias };
}

/** The buckets that are seen often enough, and their weights: the rarer, the more it tells. */
function weightsOf(
  examples: readonly Example[],
  { minExamples, rarity }: Settings,
): Pick<Model, "buckets" | "weights"> {
  const seen = new Int32Array(BUCKETS);
  for (const { features } of examples) for (const bucket of features) seen[bucket] = (seen[bucket] ?? 0) + 1;
  const learnt: number[] = [];
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) if ((seen[bucket] ?? 0) >= minExamples) learnt.push(bucket);
  const buckets = Int32Array.from(learnt);
  const weights = Float32Array.from(buckets, (bucket) => Math.log(1 + examples.length / (seen[bucket] ?? 1)) ** rarity);
  return { buckets, weights };
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
