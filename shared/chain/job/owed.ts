import Type, { type Static } from "typebox";
import { Addressee } from "../delivery.ts";
import { jsonOrUndefined } from "../json.ts";
import { fits } from "../schema.ts";

/**
 * What a job owes when it is finished: to be sent to a URL, an answer to whom a messenger reaches,
 * or, being the job that delivers this, word of it to the one whose answer it is; or word of it to
 * the job that called it at a step.
 */
export type Owed = { readonly callbackUrl: string } | Addressee | { readonly delivers: string } | Caller;

/** The job that called another one, and where. */
const Caller = Type.Object({ parent: Type.String(), step: Type.String() });
export type Caller = Static<typeof Caller>;

const Delivers = Type.Object({ delivers: Type.String() });

/** How it is kept: a URL as it is, or JSON. */
export function owedText(owed: Owed): string {
  return "callbackUrl" in owed ? owed.callbackUrl : JSON.stringify(owed);
}

/** What a kept text tells. */
export function owedOf(text: string): Owed {
  const json = text.startsWith("{") ? jsonOrUndefined(text) : undefined;
  return fits(Addressee, json) || fits(Delivers, json) || fits(Caller, json) ? json : { callbackUrl: text };
}
