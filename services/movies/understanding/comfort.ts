import type { Concept, Feeling } from "./lexicon.ts";

/** What does good whatever the mood; the rest does to who is sad, tired, lonely or afraid. */
const SOOTHING: ReadonlySet<string> = new Set(
  "calm cozy tender heartwarming feelgood cute hopeful uplifting reconcile nature happyend".split(" "),
);
const CHEERFUL: ReadonlySet<string> = new Set(
  "funny light silly comedy romcom tearsandlaughter moving tearjerker music piano".split(" "),
);
/** So are mostly films of a thing that does good. */
const KIND_LEANS: ReadonlySet<string> = new Set(["tender", "heartwarming", "cozy"]);

/** Whether what is asked for would do somebody good who feels so, and its opposite would not. */
export function comforts({ id, leans }: Concept, feelings: readonly Feeling[]): boolean {
  if (SOOTHING.has(id)) return true;
  return feelings.some((each) => LOW.has(each)) && (CHEERFUL.has(id) || leans.some((lean) => KIND_LEANS.has(lean)));
}

const LOW: ReadonlySet<Feeling> = new Set<Feeling>(["tired", "sad", "anxious", "lonely"]);
