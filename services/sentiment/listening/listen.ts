import { readFileSync } from "node:fs";
import { isSpoken, type MessageLanguage } from "@guchi/contracts/language.ts";
import { japaneseTokenizer } from "@guchi/platform/text/japanese-tokenizer.ts";
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
  /**
   * How likely the message is about something else, should its writer have been in danger within
   * the day.
   */
  readonly movesOn: number;
}

/**
 * Hears a message out: 1 to 5,000 UTF-16 units, some milliseconds. The same text is always heard
 * the same way.
 */
export type Listener = (text: string) => Heard;

/**
 * What the listener learnt: the labels of messages, and what people write after an answer of care.
 */
export interface Models {
  readonly messages: Model;
  readonly followUps: Model;
}
/** Place of the label that says so in the model of follow-ups. */
export const MOVES_ON = 1;

export const MODEL_FILES: Readonly<Record<keyof Models, URL>> = {
  messages: new URL("messages.bin.gz", import.meta.url),
  followUps: new URL("follow-ups.bin.gz", import.meta.url),
};

/** Loads analyser, word lists and models: about a second and 150 MB. */
export async function createListener(models: Models = readModels()): Promise<Listener> {
  const perceive = createPerception(await japaneseTokenizer());
  return (text) => {
    const material = perceive(text);
    const features = featuresOf(material);
    const shares = likelihoods(models.messages, features);
    const likelihood = Object.fromEntries(LABELS.map((label, place) => [label, shares[place] ?? 0])) as Likelihood;
    const movesOn = likelihoods(models.followUps, features)[MOVES_ON] ?? 0;
    const language = detectLanguage(material.said);
    const decision = decide({ likelihood, language, polarity: material.polarity, plainly: material.plainly });
    const heard = { language, likelihood, movesOn, ...decision };
    if (isSpoken(language) || !saysSelfHarm(material.said, language)) return heard;
    return { ...heard, danger: { certain: true, kind: "self-harm" } };
  };
}

function readModels(): Models {
  return { messages: modelIn(MODEL_FILES.messages), followUps: modelIn(MODEL_FILES.followUps) };
}

function modelIn(file: URL): Model {
  return readModel(readFileSync(file)).model;
}
