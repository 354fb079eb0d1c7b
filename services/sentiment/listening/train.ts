import { writeFileSync } from "node:fs";
import { japaneseTokenizer } from "@guchi/platform/text/japanese-tokenizer.ts";
import { fingerprint, readFollowUps, readMessages, tsvFiles } from "./corpus.ts";
import { featuresOf } from "./features.ts";
import { LABELS } from "./labels.ts";
import { learn } from "./learn.ts";
import { MODEL_FILES, type Models, MOVES_ON } from "./listen.ts";
import { writeModel } from "./model-file.ts";
import { createPerception } from "./perceive.ts";

export const CORPUS = new URL("../corpus/", import.meta.url);
export const FOLLOW_UPS = new URL("follow-ups/", CORPUS);

/** A few hundred examples: nobody erred much. */
const FEW = { smoothing: 0.02 };

/** Learns the models from the corpus: about five minutes, the same ones each time. */
async function train(): Promise<Models> {
  const perceive = createPerception(await japaneseTokenizer());
  const read = (text: string) => featuresOf(perceive(text));
  const messages = readMessages(CORPUS).map(({ text, label }) => ({
    features: read(text),
    label: LABELS.indexOf(label),
  }));
  const followUps = readFollowUps(FOLLOW_UPS).map(({ second, care }) => ({
    features: read(second),
    label: care ? 0 : MOVES_ON,
  }));
  return {
    messages: learn(messages, LABELS.length),
    followUps: learn(followUps, 2, FEW),
  };
}

/** What the models' files must have been learnt from; a test compares. */
export function sourceOf(): string {
  const code = ["concepts.tsv", "features.ts", "learn.ts"].map((file) => new URL(file, import.meta.url));
  return fingerprint([...filesOf(CORPUS), ...filesOf(FOLLOW_UPS), ...code]);
}

function filesOf(folder: URL): readonly URL[] {
  return tsvFiles(folder).map((file) => new URL(file, folder));
}

if (import.meta.main) {
  const models = await train();
  const source = sourceOf();
  writeFileSync(MODEL_FILES.messages, writeModel(models.messages, source));
  writeFileSync(MODEL_FILES.followUps, writeModel(models.followUps, source));
}
