import type { JobClient } from "@guchi/chain/client.ts";
import { fits } from "@guchi/chain/schema.ts";
import { startOnce } from "@guchi/chain/start-once.ts";
import { LINE_EVENT_PIPELINE, LineId, type LineEventInput } from "@guchi/contracts/line.ts";
import { ofChannel } from "@guchi/contracts/line/channels.ts";
import type { Bound } from "@guchi/platform/load/bound.ts";
import Type from "typebox";
import { ProblemError } from "../http/problem.ts";

const Webhook = Type.Object({ events: Type.Array(Type.Unknown()) });
const Identified = Type.Object({ webhookEventId: LineId });

interface Deps {
  readonly client: Pick<JobClient, "start">;
  /** How many events may wait. */
  readonly bound: Pick<Bound, "admit">;
}

/** How an event was taken in: `known`, LINE has brought it before; `dropped`, it has no id. */
export type TakenIn = "queued" | "known" | "dropped";

/** The events of a webhook's body, not looked into yet; undefined when it is no webhook. */
export function eventsOf(
  body: unknown,
  about: Pick<LineEventInput, "channel" | "receivedAt">,
): readonly LineEventInput[] | undefined {
  return fits(Webhook, body) ? body.events.map((event) => ({ ...about, event })) : undefined;
}

/**
 * Takes one event in: when this resolves, it is a durably queued job, whose id is derived from the
 * event's own. So an event that comes twice, or at the same time in two processes, is one job.
 * Rejects when it could not be queued: LINE must then send it again.
 */
export async function takeIn({ client, bound }: Deps, input: LineEventInput): Promise<TakenIn> {
  const { channel, event } = input;
  if (!fits(Identified, event)) return "dropped";
  const taken = await bound.admit(async () =>
    start(client, input, `line-event${ofChannel(channel)}:${event.webhookEventId}`),
  );
  if (taken !== "full") return taken;
  throw new ProblemError("overloaded", "Too many events are waiting", { headers: { "retry-after": "30" } });
}

async function start(client: Deps["client"], input: LineEventInput, cause: string): Promise<TakenIn> {
  // One that came before may differ: at another time, and perhaps as no redelivery.
  const job = await startOnce(client, LINE_EVENT_PIPELINE, input, { cause });
  return job === undefined ? "known" : "queued";
}
