import { writeFileSync } from "node:fs";
import { japaneseTokenizer } from "@guchi/shared/text/japanese-tokenizer.ts";
import { fingerprint, readMessages, tsvFiles, type Message } from "./corpus.ts";
import { BUCKETS, featuresOf } from "./features.ts";
import { LABELS } from "./labels.ts";
import { learn } from "./learn.ts";
import { MODEL_FILE } from "./listen.ts";
import type { Model } from "./model.ts";
import { writeModel } from "./model-file.ts";
import { createPerception } from "./perceive.ts";

export const CORPUS = new URL("../corpus/", import.meta.url);

/** Learns a model from messages. About a minute for the whole corpus on 2 cores. */
export async function train(messages: readonly Message[]): Promise<Model> {
  const perceive = createPerception(await japaneseTokenizer());
  const examples = messages.map(({ text, label }) => ({
    features: featuresOf(perceive(text)),
    label: LABELS.indexOf(label),
  }));
  return learn(examples, { labels: LABELS.length, buckets: BUCKETS });
}

/** What the model's file must have been learnt from; a test compares. */
export function sourceOf(): string {
  return fingerprint([
    ...tsvFiles(CORPUS).map((file) => new URL(file, CORPUS)),
    new URL("concepts.tsv", import.meta.url),
    new URL("features.ts", import.meta.url),
    new URL("learn.ts", import.meta.url),
  ]);
}

if (import.meta.main) {
  const messages = readMessages(CORPUS);
  const started = performance.now();
  const file = writeModel(await train(messages), sourceOf());
  writeFileSync(MODEL_FILE, file);
  const seconds = Math.round((performance.now() - started) / 1_000);
  process.stdout.write(`${messages.length} messages, ${seconds} s, ${file.length} bytes\n`);
}
