import Type from "typebox";
import { Addressee } from "../delivery.ts";
import { jsonOrUndefined } from "../json.ts";
import { fits } from "../schema.ts";

/**
 * What a job owes when it is finished: to be sent to a URL, an answer to whom a messenger reaches,
 * or, being the job that delivers this, word of it to the one whose answer it is.
 */
export type Owed = { readonly callbackUrl: string } | Addressee | { readonly delivers: string };

const Delivers = Type.Object({ delivers: Type.String() });

/** How it is kept: a URL as it is, or JSON. */
export function owedText(owed: Owed): string {
  return "callbackUrl" in owed ? owed.callbackUrl : JSON.stringify(owed);
}

/** What a kept text tells. */
export function owedOf(text: string): Owed {
  const json = text.startsWith("{") ? jsonOrUndefined(text) : undefined;
  return fits(Addressee, json) || fits(Delivers, json) ? json : { callbackUrl: text };
}
