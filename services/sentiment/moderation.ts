import type { StageContext } from "@guchi/chain/stage.ts";
import type { Danger } from "@guchi/contracts/guchi.ts";
import { tellUnmoderated } from "@guchi/providers/alarm.ts";
import { firstToAnswer } from "@guchi/providers/first-to-answer.ts";
import type { Moderation } from "@guchi/providers/moderation.ts";

/** What a flag says of whoever wrote. A sign that may as well be anger or a story is uncertain. */
const SIGNS: readonly (readonly [flag: RegExp, danger: Danger])[] = [
  [/^self-harm/u, { certain: true, kind: "self-harm" }],
  [/^sexual\/minors$/u, { certain: true, kind: "sexual-violence" }],
  [/^(?:harassment|hate)\/threatening$/u, { certain: false, kind: "threat" }],
  [/^illicit\/violent$/u, { certain: false, kind: "threat" }],
];

/**
 * What OpenAI's moderation sees in a message; undefined when that is nothing. Its failure harms no
 * job: our own listener stands alone, and the log and the metrics have it.
 */
export async function dangerSeenBy(
  moderation: Moderation,
  text: string,
  context: StageContext,
): Promise<Danger | undefined> {
  try {
    const { answer: flags } = await firstToAnswer([moderation], context, (each, call) => each.flags(text, call));
    return SIGNS.find(([flag]) => flags.some((each) => flag.test(each)))?.[1];
  } catch {
    context.signal.throwIfAborted();
    tellUnmoderated("sentiment", context);
    return undefined;
  }
}
