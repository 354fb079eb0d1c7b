import { writeFile } from "node:fs/promises";
import { dev } from "../../evaluation/dev.ts";
import { selfHarm } from "../../evaluation/self-harm.ts";
import { selfHarmUnseen1 } from "../../evaluation/self-harm-unseen-1.ts";
import { selfHarmUnseen2 } from "../../evaluation/self-harm-unseen-2.ts";
import { selfHarmUnseen3 } from "../../evaluation/self-harm-unseen-3.ts";
import { selfHarmUnseen5 } from "../../evaluation/self-harm-unseen-5.ts";
import { fold } from "../fold.ts";
import { writeModel } from "./model-file.ts";
import { wordsOf } from "./resemblance.ts";
import type { Model } from "./score.ts";
import { train } from "./train.ts";

/** Run as `node services/sentiment/self-harm/resemblance/learn.ts` after a change of the sentences: writes model.tsv. */
if (import.meta.main) await writeFile(new URL("model.tsv", import.meta.url), writeModel(learnedModel()));

/** The model that the sentences give. The fourth unseen set is not among them: it measures. */
export function learnedModel(): Model {
  const speaks = [
    ...selfHarm.speaks,
    ...selfHarmUnseen1.speaks,
    ...selfHarmUnseen2.speaks,
    ...selfHarmUnseen3.everyday,
    ...selfHarmUnseen3.unusual,
    ...selfHarmUnseen5.everyday,
    ...selfHarmUnseen5.unusual,
  ];
  const doesNot = [
    ...selfHarm.hyperbole,
    ...selfHarmUnseen1.hyperbole,
    ...selfHarmUnseen2.hyperbole,
    ...selfHarmUnseen3.hyperbole,
    ...selfHarmUnseen5.nearMiss,
    ...selfHarmUnseen5.ordinary,
    ...[dev.ja, dev.en].flatMap((set) => Object.values(set).flat()),
  ];
  return train([...examples(speaks, true), ...examples(doesNot, false)]);
}

function examples(texts: readonly string[], speaks: boolean) {
  return texts.map((text) => ({ sentence: wordsOf(fold(text)), speaks }));
}
