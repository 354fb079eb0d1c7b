import { readFileSync } from "node:fs";
import { isSpoken, type MessageLanguage } from "@guchi/shared/contracts/language.ts";
import { japaneseTokenizer } from "@guchi/shared/text/japanese-tokenizer.ts";
import { detectLanguage } from "../text/language.ts";
import { type Decision, decide } from "./decide.ts";
import { featuresOf } from "./features.ts";
import { LABELS, type Likelihood } from "./labels.ts";
import { likelihoods, type Model } from "./model.ts";
import { readModel } from "./model-file.ts";
import { createPerception } from "./perceive.ts";
import { saysSelfHarm } from "./plain-words.ts";

/** What we hear in a message. */
export interface Heard extends Decision {
  readonly language: MessageLanguage;
  readonly likelihood: Likelihood;
}

/** Hears a message out: 1 to 5,000 UTF-16 units, some milliseconds. The same text is always heard the same way. */
export type Listener = (text: string) => Heard;

export const MODEL_FILE = new URL("model.bin.gz", import.meta.url);

/** Loads analyser, word lists and model: about a second and 130 MB. */
export async function createListener(model: Model = readModel(readFileSync(MODEL_FILE)).model): Promise<Listener> {
  const perceive = createPerception(await japaneseTokenizer());
  return (text) => {
    const material = perceive(text);
    const shares = likelihoods(model, featuresOf(material));
    const likelihood = Object.fromEntries(LABELS.map((label, place) => [label, shares[place] ?? 0])) as Likelihood;
    const language = detectLanguage(material.said);
    const decision = decide({ likelihood, language, polarity: material.polarity });
    if (isSpoken(language) || !saysSelfHarm(material.said, language)) return { language, likelihood, ...decision };
    return { language, likelihood, ...decision, danger: { certain: true, kind: "self-harm" } };
  };
}
