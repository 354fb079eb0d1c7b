import type { Model } from "./score.ts";

const BIAS = "bias";

/** The model as text: a line for each feature, its weight, a tab, and itself. Sorted, so that a change can be read. */
export function writeModel({ bias, weights }: Model): string {
  const lines = [...weights].map(([feature, weight]) => `${weight}\t${feature}`);
  return `${bias}\t${BIAS}\n${lines.join("\n")}\n`;
}

/** The model of a text that `writeModel` made. Throws Error for another one. */
export function readModel(text: string): Model {
  const [first = "", ...lines] = text.replace(/\n$/u, "").split("\n");
  const [bias, name] = first.split("\t");
  if (name !== BIAS) throw new Error("The model's file does not begin with its bias.");
  const weights = new Map<string, number>();
  for (const line of lines) {
    const tab = line.indexOf("\t");
    const weight = Number(line.slice(0, tab));
    if (tab < 1 || Number.isNaN(weight)) throw new Error("A line of the model's file is no weight.");
    weights.set(line.slice(tab + 1), weight);
  }
  return { bias: Number(bias), weights };
}
