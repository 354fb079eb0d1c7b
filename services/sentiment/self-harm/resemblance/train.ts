import { featuresOf } from "./features.ts";
import type { Model } from "./score.ts";

export interface Example {
  readonly sentence: string;
  readonly speaks: boolean;
}

const EPOCHS = 30;
const LEARNING_RATE = 0.1;
const DECAY = 1e-3;
/** What stands in one example only is that example's own. */
const MIN_EXAMPLES = 2;
/** Two decimals, and nothing that rounds to naught: the file stays small and can be read. */
const DECIMALS = 100;
const MIN_WEIGHT = 0.05;

/** Logistic regression by stochastic gradient descent (AdaGrad). The same examples in the same order give the same model. */
export function train(examples: readonly Example[]): Model {
  const seen = new Map<string, number>();
  const prepared = examples.map(({ sentence, speaks }) => ({ features: [...featuresOf(sentence)], speaks }));
  for (const { features } of prepared) for (const each of features) seen.set(each, (seen.get(each) ?? 0) + 1);

  const weights = new Map<string, number>();
  const squares = new Map<string, number>();
  let bias = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (const { features, speaks } of shuffled(prepared, epoch)) {
      const scale = 1 / Math.sqrt(Math.max(1, features.length));
      const sum = features.reduce((total, each) => total + (weights.get(each) ?? 0), 0);
      const error = 1 / (1 + Math.exp(-(bias + sum * scale))) - (speaks ? 1 : 0);
      for (const each of features) {
        if ((seen.get(each) ?? 0) < MIN_EXAMPLES) continue;
        const weight = weights.get(each) ?? 0;
        const gradient = error * scale + DECAY * weight;
        const square = (squares.get(each) ?? 1e-8) + gradient * gradient;
        squares.set(each, square);
        weights.set(each, weight - (LEARNING_RATE * gradient) / Math.sqrt(square));
      }
      bias -= 0.02 * error;
    }
  }
  const rounded = [...weights]
    .filter(([, weight]) => Math.abs(weight) >= MIN_WEIGHT)
    .map(([feature, weight]) => [feature, round(weight)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { bias: round(bias), weights: new Map(rounded) };
}

function round(value: number): number {
  return Math.round(value * DECIMALS) / DECIMALS;
}

/** Fisher-Yates with a generator of its own: another order each epoch, the same each time. */
function shuffled<Item>(items: readonly Item[], epoch: number): readonly Item[] {
  const order = [...items];
  let state = epoch + 1;
  for (let i = order.length - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    const j = state % (i + 1);
    const [a, b] = [order[i], order[j]];
    if (a === undefined || b === undefined) continue;
    [order[i], order[j]] = [b, a];
  }
  return order;
}
