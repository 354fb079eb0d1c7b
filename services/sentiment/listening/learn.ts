import { type Network, sharesOf, softmax } from "./network.ts";

/** A message as the learner sees it. */
export interface Example {
  readonly features: Int32Array;
  /** Place of its label. */
  readonly label: number;
}

export interface Settings {
  readonly labels: number;
  readonly buckets: number;
  readonly size: number;
  readonly hidden: number;
  readonly epochs: number;
  /** Examples that a bucket must be seen in to be learnt: what stands in one only is that one's own. */
  readonly minExamples: number;
  /** Power of the inverse frequency in a bucket's weight. */
  readonly rarity: number;
  /** Share of features left out at random, so that no example hangs on one of them. */
  readonly dropout: number;
  readonly linearRate: number;
  readonly networkRate: number;
  /** Share of probability that is not the writer's label: writers err, too. */
  readonly smoothing: number;
  /** 0: each example counts the same; 1: each label does. */
  readonly balance: number;
  readonly seed: number;
}

export const SETTINGS: Omit<Settings, "labels" | "buckets"> = {
  size: 16,
  hidden: 32,
  epochs: 20,
  minExamples: 2,
  rarity: 0.7,
  dropout: 0.5,
  linearRate: 2.5,
  networkRate: 0.05,
  smoothing: 0.02,
  balance: 0.5,
  seed: 7,
};

/** Share of hidden units left out at random. */
const HIDDEN_DROPOUT = 0.2;
const START_SQUARE = 1e-3;

/**
 * Learns a network from examples by stochastic gradient descent: a falling rate for the linear part, AdaGrad
 * (https://jmlr.org/papers/v12/duchi11a.html) for the rest. The same examples in the same order give the same network.
 */
export function learn(examples: readonly Example[], settings: Settings): Network {
  const random = createRandom(settings.seed);
  const network = blank(examples, settings, random);
  const prepared = examples.map(({ features, label }) => ({ ...sharesOf(features, network.weight), label }));
  const importance = importanceOf(examples, settings);
  const step = createStep(network, settings, random);
  const order = prepared.map((_, i) => i);
  for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
    shuffle(order, random);
    const decay = 1 - epoch / settings.epochs;
    for (const i of order) {
      const example = prepared[i];
      if (example !== undefined) step(example, importance[example.label] ?? 1, decay);
    }
  }
  return network;
}

/** Rare labels weigh more, so that the common ones do not swallow them. */
function importanceOf(examples: readonly Example[], { labels, balance }: Settings): readonly number[] {
  const counts = new Array<number>(labels).fill(0);
  for (const { label } of examples) counts[label] = (counts[label] ?? 0) + 1;
  return counts.map((count) => (examples.length / (labels * Math.max(1, count))) ** balance);
}

function blank(examples: readonly Example[], settings: Settings, random: () => number): Network {
  const { labels, buckets, size, hidden } = settings;
  const seen = new Int32Array(buckets);
  for (const { features } of examples) for (const bucket of features) seen[bucket] = (seen[bucket] ?? 0) + 1;
  const weight = Float32Array.from(seen, (count) =>
    count < settings.minExamples ? 0 : Math.log(1 + examples.length / count) ** settings.rarity,
  );
  const uniform = (length: number, spread: number) => Float32Array.from({ length }, () => (random() - 0.5) * 2 * spread);
  return {
    labels,
    size,
    hidden,
    weight,
    linear: new Float32Array(buckets * labels),
    embedding: uniform(buckets * size, 0.3),
    inner: uniform(hidden * size, Math.sqrt(3 / size)),
    innerBias: new Float32Array(hidden),
    outer: uniform(labels * hidden, Math.sqrt(3 / hidden)),
    bias: new Float32Array(labels),
  };
}

interface Prepared {
  readonly buckets: Int32Array;
  readonly shares: Float32Array;
  readonly label: number;
}

/** One step of learning. Its arrays are made once: a step is taken half a million times. */
function createStep(network: Network, settings: Settings, random: () => number) {
  const { labels, size, hidden, linear, embedding, inner, innerBias, outer, bias } = network;
  const { dropout, smoothing, linearRate, networkRate } = settings;
  const squares = {
    embedding: new Float32Array(network.weight.length).fill(START_SQUARE),
    inner: new Float32Array(inner.length).fill(START_SQUARE),
    innerBias: new Float32Array(hidden).fill(START_SQUARE),
    outer: new Float32Array(outer.length).fill(START_SQUARE),
    bias: new Float32Array(labels).fill(START_SQUARE),
  };
  const errors = new Float64Array(labels);
  const sum = new Float64Array(size);
  const units = new Float64Array(hidden);
  const unitErrors = new Float64Array(hidden);
  const sumErrors = new Float64Array(size);

  /** AdaGrad: what has moved much already moves less. */
  function descend(values: Float32Array, squared: Float32Array, at: number, gradient: number, rate: number): void {
    const square = (squared[at] ?? 0) + gradient * gradient;
    squared[at] = square;
    values[at] = (values[at] ?? 0) - (rate * gradient) / Math.sqrt(square);
  }

  return function step({ buckets, shares, label }: Prepared, importance: number, decay: number): void {
    const kept: number[] = [];
    let length = 0;
    for (const [i, share] of shares.entries()) {
      if (random() < dropout) continue;
      kept.push(i);
      length += share * share;
    }
    if (kept.length === 0) return;
    const scale = 1 / Math.sqrt(length);

    errors.set(bias);
    sum.fill(0);
    for (const i of kept) {
      const share = (shares[i] ?? 0) * scale;
      const [toLabel, toSum] = [(buckets[i] ?? 0) * labels, (buckets[i] ?? 0) * size];
      for (let k = 0; k < labels; k += 1) errors[k] = (errors[k] ?? 0) + (linear[toLabel + k] ?? 0) * share;
      for (let d = 0; d < size; d += 1) sum[d] = (sum[d] ?? 0) + (embedding[toSum + d] ?? 0) * share;
    }
    for (let unit = 0; unit < hidden; unit += 1) {
      let input = innerBias[unit] ?? 0;
      for (let d = 0; d < size; d += 1) input += (inner[unit * size + d] ?? 0) * (sum[d] ?? 0);
      const output = input > 0 && random() >= HIDDEN_DROPOUT ? input / (1 - HIDDEN_DROPOUT) : 0;
      units[unit] = output;
      if (output === 0) continue;
      for (let k = 0; k < labels; k += 1) errors[k] = (errors[k] ?? 0) + (outer[k * hidden + unit] ?? 0) * output;
    }
    softmax(errors);
    for (let k = 0; k < labels; k += 1) {
      const wanted = (k === label ? 1 - smoothing : 0) + smoothing / labels;
      errors[k] = ((errors[k] ?? 0) - wanted) * importance;
    }

    const rate = networkRate * decay;
    sumErrors.fill(0);
    unitErrors.fill(0);
    for (let unit = 0; unit < hidden; unit += 1) {
      const output = units[unit] ?? 0;
      if (output === 0) continue;
      for (let k = 0; k < labels; k += 1) {
        const at = k * hidden + unit;
        const error = errors[k] ?? 0;
        unitErrors[unit] = (unitErrors[unit] ?? 0) + (outer[at] ?? 0) * error;
        descend(outer, squares.outer, at, error * output, rate);
      }
      const error = (unitErrors[unit] ?? 0) / (1 - HIDDEN_DROPOUT);
      for (let d = 0; d < size; d += 1) {
        const at = unit * size + d;
        sumErrors[d] = (sumErrors[d] ?? 0) + (inner[at] ?? 0) * error;
        descend(inner, squares.inner, at, error * (sum[d] ?? 0), rate);
      }
      descend(innerBias, squares.innerBias, unit, error, rate);
    }
    for (let k = 0; k < labels; k += 1) descend(bias, squares.bias, k, errors[k] ?? 0, rate);
    let meanSquare = 0;
    for (const error of sumErrors) meanSquare += (error * error) / size;
    for (const i of kept) {
      const share = (shares[i] ?? 0) * scale;
      const bucket = buckets[i] ?? 0;
      for (let k = 0; k < labels; k += 1) {
        const at = bucket * labels + k;
        linear[at] = (linear[at] ?? 0) - linearRate * decay * (errors[k] ?? 0) * share;
      }
      const square = (squares.embedding[bucket] ?? 0) + meanSquare * share * share;
      squares.embedding[bucket] = square;
      const move = (rate * share) / Math.sqrt(square);
      for (let d = 0; d < size; d += 1) {
        const at = bucket * size + d;
        embedding[at] = (embedding[at] ?? 0) - move * (sumErrors[d] ?? 0);
      }
    }
  };
}

/** Fisher-Yates, in place. */
function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [order[i] ?? 0, order[j] ?? 0];
    order[i] = b;
    order[j] = a;
  }
}

/** A generator of our own (a linear congruential one, Numerical Recipes): the same numbers on every machine. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
