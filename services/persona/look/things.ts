import type { Topic } from "@guchi/contracts/guchi.ts";
import type { Thing } from "@guchi/contracts/look.ts";

/**
 * The one thing that stands beside her: of the first subject that has one of its own
 * (subjects/<language>), else of the topic; undefined where nothing fits, or none would be kind.
 */
export function thingFor(subjects: readonly { readonly thing?: Thing }[], topic: Topic): Thing | undefined {
  const own = subjects.find(({ thing }) => thing !== undefined)?.thing;
  return own ?? BY_TOPIC[topic] ?? (subjects.length > 0 ? OF_ALL : undefined);
}

/** Where she has a subject, and nothing of its own stands for it: something to look at. */
const OF_ALL = "plant";

/** Where no pattern fits. */
const BY_TOPIC: Readonly<Partial<Record<Topic, Thing>>> = {
  family: "teapot",
  friends: "teapot",
  love: "letter",
  work: "papers",
  study: "books",
  money: "wallet",
  health: "medicine",
  sleep: "pillow",
  commute: "train",
  food: "bento",
  tech: "laptop",
};
