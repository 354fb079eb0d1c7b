import { fieldContext } from "@guchi/chain/job/record.ts";
import { fits } from "@guchi/chain/schema.ts";
import { changedFields, type Kept, type Reseal } from "@guchi/platform/service/kept.ts";
import Type from "typebox";
import { lineKeyPatterns } from "./keys.ts";

/** What is kept for LINE beside the job records: what was sent, and answers that wait. */
export const LINE_KEEPS: Kept = {
  sealed: [
    {
      keys: lineKeyPatterns.delivery,
      changed: (fields, job, reseal) =>
        changedFields(fields, /^messages$/, (text) => reseal(text, fieldContext(job, "messages"), 0)),
    },
    {
      keys: lineKeyPatterns.keptOrClaimed,
      changed: (fields, _, reseal) => changedFields(fields, /^/, (text) => resealAnswer(text, reseal)),
    },
  ],
  erase: async (job, erasing) => (await import("./delivery/erase.ts")).eraseJob(job, erasing),
};

const KeptAnswer = Type.Object({ job: Type.String(), at: Type.Integer(), answer: Type.String() });

/** An answer that waits is JSON around its sealed text; what else lies beside it is none. */
function resealAnswer(text: string, reseal: Reseal): string | undefined {
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!fits(KeptAnswer, kept)) return undefined;
  const answer = reseal(kept.answer, fieldContext(kept.job, "kept"), kept.at);
  return answer === undefined ? undefined : JSON.stringify({ ...kept, answer });
}
