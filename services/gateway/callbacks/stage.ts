import { callback } from "@guchi/chain/callback.ts";
import { defineStage } from "@guchi/chain/stage.ts";
import type { JobView } from "@guchi/contracts/job.ts";
import { StageError } from "@guchi/chain/errors.ts";
import { faultPoint } from "./fault-points.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import type { CallbackSender } from "./send.ts";
import { signedHeaders } from "./sign.ts";

interface Deps {
  readonly sender: CallbackSender;
  readonly secret: Uint8Array | undefined;
  readonly find: (id: string) => Promise<JobRecord | undefined>;
  readonly view: (record: JobRecord) => JobView | undefined;
}

const OFF = { code: "callback_failed", class: "permanent" } as const;

/**
 * Tells a finished job to the URL that its starter named. At least once: a process that dies
 * between the receiver's answer and its own record sends again, with the same `webhook-id`, by
 * which the receiver knows it.
 */
export function createCallbackStage({ sender, secret, find, view }: Deps) {
  return defineStage(callback, {
    // About three hours of tries: a receiver may be deployed meanwhile.
    retry: { attempts: 12, backoffMs: 2_000, maxBackoffMs: 3_600_000 },
    timeoutMs: 15_000,
    run: async ({ job: id, finishedAt }, { signal, tracer }) => {
      const record = await find(id);
      if (record?.owes === undefined || record.updatedAt !== finishedAt) return { sent: false };
      if (!("callbackUrl" in record.owes)) return { sent: false };
      if (secret === undefined) throw new StageError("CALLBACK_SECRET is no longer set.", OFF);
      const body = JSON.stringify(view(record));
      const signed = signedHeaders(secret, { id: `${id}-${finishedAt}`, sentAtMs: Date.now(), body });
      const traceparent = tracer.current().context;
      const joined = traceparent === undefined ? {} : { traceparent };
      const headers = { ...signed, ...joined, "content-type": "application/json", "user-agent": "guchi" };
      const status = await sender.post(record.owes.callbackUrl, headers, body, signal);
      await faultPoint("callback.answered");
      return { sent: true, status };
    },
  });
}
