import { fieldContext } from "@guchi/chain/job/record.ts";
import { jsonOrUndefined } from "@guchi/chain/json.ts";
import { fits } from "@guchi/chain/schema.ts";
import type { Fields, Kept, Reseal } from "@guchi/platform/service/kept.ts";
import Type from "typebox";
import { DELIVERIES } from "./keys.ts";

/** What is kept for LINE beside the job records: how deliveries go, with the messages under way. */
export const LINE_KEEPS: Kept = {
  sealed: [{ keys: DELIVERIES, changed: (fields, _, reseal) => resealed(fields, reseal) }],
  eraseFirst: async (job, erasing) => (await import("./delivery/erase.ts")).eraseDelivery(job, erasing),
};

const WithMessages = Type.Object({ messages: Type.String() });

/** The states whose messages are to change, as they should be. */
function resealed(fields: Fields, reseal: Reseal): Fields {
  const changed: Record<string, string> = {};
  for (const [job, text] of Object.entries(fields)) {
    const state = jsonOrUndefined(text);
    if (!fits(WithMessages, state)) continue;
    const messages = reseal(state.messages, fieldContext(job, "messages"), 0);
    if (messages !== undefined) changed[job] = JSON.stringify({ ...state, messages });
  }
  return changed;
}
