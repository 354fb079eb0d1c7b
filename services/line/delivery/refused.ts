import { jsonOrUndefined } from "@guchi/chain/json.ts";
import { fits } from "@guchi/chain/schema.ts";
import Type, { type Static } from "typebox";
import { ErrorBody, type LineAnswer } from "../api/call.ts";

/** Of a message, what it can do without. */
const DECORATIONS: ReadonlySet<string> = new Set(["sender", "quickReply", "quoteToken"]);

/** A message as it was sent, as far as it tells which part of an answer it is. */
const Sent = Type.Array(
  Type.Object({
    type: Type.String(),
    text: Type.Optional(Type.String()),
    originalContentUrl: Type.Optional(Type.String()),
  }),
);
type Sent = Static<typeof Sent>;

/**
 * Which part of an answer a message is: the same when it is made anew, with a URL signed anew.
 */
export function partOf({ type, text = "", originalContentUrl = "" }: Sent[number]): string {
  return `${type} ${text}${originalContentUrl.replace(/\?.*$/s, "")}`;
}

/**
 * Adds to `leftOut` what LINE, which took nothing, does not take of these messages (JSON text): a
 * decoration, or a whole message. False, and nothing is added, where it names nothing new, or
 * nothing would be left.
 */
export function leaveOut(leftOut: Set<string>, answer: LineAnswer, messages: string): boolean {
  const sent = jsonOrUndefined(messages);
  if (!fits(Sent, sent)) return false;
  const refused = refusedOf(answer, sent).filter((part) => !leftOut.has(part));
  const isAll = sent.every((message) => refused.includes(partOf(message)));
  if (refused.length === 0 || isAll) return false;
  for (const part of refused) leftOut.add(part);
  return true;
}

function refusedOf(answer: LineAnswer, sent: Sent): readonly string[] {
  if (answer.kind !== "answer" || answer.status !== 400 || !fits(ErrorBody, answer.body)) return [];
  const { message, details = [] } = answer.body;
  const named = details.flatMap(({ property = "" }) => {
    const [, index, field = ""] = /^\/?messages\[(\d+)\]\W*(\w*)/.exec(property) ?? [];
    if (DECORATIONS.has(field)) return field;
    const part = index === undefined ? undefined : sent[Number(index)];
    return part === undefined ? [] : partOf(part);
  });
  return named.length === 0 && /quote ?token/i.test(message) ? ["quoteToken"] : named;
}
