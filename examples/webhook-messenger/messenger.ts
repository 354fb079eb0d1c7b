import { StageError } from "@guchi/chain/errors.ts";
import { jobOutput } from "@guchi/chain/gather.ts";
import type { JobRecords } from "@guchi/chain/job/records.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import type { Delivered, Messenger } from "@guchi/platform/messenger/messenger.ts";
import { Address, WEBHOOK } from "./address.ts";
import { bodyOf } from "./body.ts";
import { faultPoint } from "./fault-points.ts";
import { post, type Outcome } from "./post.ts";
import type { State } from "./state.ts";
import { ofFailure, type Deliveries } from "./store.ts";

/** After so many tries the receiver is away, and the answer waits for the next one to it. */
const HOLD_AFTER_ATTEMPTS = 5;
/** A request takes 10 s at most: one that is under way for longer has lost its process. */
const LOST_AFTER_MS = 30_000;

interface Deps {
  readonly deliveries: Deliveries;
  readonly records: Pick<JobRecords, "read" | "noteDelivery">;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly mediaUrl: (key: string) => string;
}

/** Posts each answer to the URL that its job names, at most once. */
export function createWebhookMessenger(deps: Deps): Pick<Messenger, "name" | "deliver"> {
  const { deliveries } = deps;
  return {
    name: WEBHOOK,
    async deliver({ record, to, output }, { attempt, signal }) {
      const { url } = parseAs(Address, to);
      // That there will be no answer is another message than the answer after a rewind.
      const name = record.status === "failed" ? ofFailure(record.id) : record.id;
      const sent = await send(deps, { name, job: record.id, url, output, signal });
      if (sent.state !== "not-sent") {
        if (sent.state === "delivered") await sendHeld(deps, url, signal);
        return ended(sent.state);
      }
      if (sent.outcome === "refused") throw refused();
      if (attempt < HOLD_AFTER_ATTEMPTS) throw away();
      await deliveries.hold(name, url);
      return "held";
    },
  };
}

interface Sending {
  readonly name: string;
  readonly job: string;
  readonly url: string;
  readonly output: unknown;
  readonly signal: AbortSignal;
}

/** How far it is after a try; without an outcome there was no request. */
interface Sent {
  readonly state: State;
  readonly outcome?: Outcome;
}

/** One request, unless one may have left already. */
async function send({ deliveries, mediaUrl }: Deps, { name, job, url, output, signal }: Sending): Promise<Sent> {
  const state = await deliveries.move(name, "send");
  if (state !== "sending") return { state };
  await faultPoint("webhook-delivery.noted");
  const outcome = await post(url, job, bodyOf(job, output, mediaUrl), signal);
  await faultPoint("webhook-delivery.answered");
  const event = outcome === "taken" || outcome === "no-answer" ? outcome : "not-taken";
  return { state: await deliveries.move(name, event), outcome };
}

/** The receiver is there again: what waits for it goes, too, each at most once. */
async function sendHeld(deps: Deps, url: string, signal: AbortSignal): Promise<void> {
  const { deliveries, records, pipelines } = deps;
  for (const name of await deliveries.held(url)) {
    const [job = name] = name.split(":");
    const record = await records.read(job);
    const pipeline = record && pipelines.get(record.pipeline);
    if (record === undefined || pipeline === undefined) {
      await deliveries.letGo(name, url);
      continue;
    }
    const output = name === job ? jobOutput(pipeline, record) : undefined;
    const { state, outcome } = await sendOneHeld(deps, { name, job, url, output, signal });
    if (state === "sending") continue; // another process is at it
    const isRefused = outcome === "refused";
    if (state === "not-sent" && !isRefused) {
      await deliveries.hold(name, url); // it is away again
      return;
    }
    await records.noteDelivery(job, { status: isRefused ? "failed" : ended(state), at: Date.now() });
    await deliveries.letGo(name, url);
  }
}

/** What another process is just sending is left to it, until that has surely died. */
async function sendOneHeld(deps: Deps, sending: Sending): Promise<Sent> {
  const { state, since } = await deps.deliveries.look(sending.name);
  if (state === "sending" && Date.now() < since + LOST_AFTER_MS) return { state };
  return send(deps, sending);
}

function ended(state: State): Delivered {
  return state === "delivered" || state === "unconfirmed" || state === "held" ? state : "withdrawn";
}

function refused(): StageError {
  return new StageError("The receiver does not take this answer.", { code: "callback_refused", class: "permanent" });
}

function away(): StageError {
  return new StageError("The receiver cannot be reached.", { code: "callback_failed", class: "transient" });
}
