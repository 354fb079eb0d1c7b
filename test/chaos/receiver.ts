import { createHmac, randomBytes } from "node:crypto";
import Type from "typebox";
import { parseAs } from "../../shared/chain/schema.ts";
import { startToldServer } from "../fakes/told-server.ts";

const Told = Type.Object({ id: Type.String(), status: Type.String() });

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/**
 * Takes callbacks: refuses what is not signed as Standard Webhooks says, and counts by job which
 * ids and states it was told.
 */
export async function startReceiver() {
  const secret = randomBytes(32);
  const told = new Map<string, { readonly ids: Set<string>; readonly statuses: Set<string> }>();
  const server = await startToldServer(({ headers, text }) => {
    const signed = [headers["webhook-id"], headers["webhook-timestamp"], text].join(".");
    const signature = `v1,${createHmac("sha256", secret).update(signed).digest("base64")}`;
    if (headers["webhook-signature"] !== signature) return { status: 401, body: {} };
    const { id, status } = parseAs(Told, JSON.parse(text));
    const known = told.get(id) ?? { ids: new Set(), statuses: new Set() };
    told.set(id, known);
    known.ids.add(String(headers["webhook-id"]));
    known.statuses.add(status);
    return { status: 200, body: {} };
  });
  return {
    url: server.url,
    env: { CALLBACK_SECRET: `whsec_${secret.toString("base64")}`, CALLBACK_ALLOW_PRIVATE: "true" },
    /**
     * What is wrong with what was told of a job; undefined: it was told that it is completed, under
     * one id.
     */
    wrongOf: (job: string): string | undefined => {
      const known = told.get(job);
      if (known === undefined) return "was never called back";
      if (known.ids.size > 1) return `was called back under ${known.ids.size} ids`;
      return [...known.statuses].join() === "completed"
        ? undefined
        : `was called back as ${[...known.statuses].join()}`;
    },
    refused: () => server.calls.filter(({ status }) => status === 401).length,
    close: () => server.close(),
  };
}
