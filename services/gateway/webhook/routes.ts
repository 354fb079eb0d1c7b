import { readFile } from "node:fs/promises";
import { jsonOrUndefined } from "@guchi/chain/json.ts";
import type { FastifyPluginAsync } from "fastify";
import { ICON_PATH, type LineEventInput } from "@guchi/contracts/line.ts";
import { webhookPath } from "@guchi/contracts/line/channels.ts";
import { ProblemError } from "../http/problem.ts";
import { faultPoint } from "./fault-points.ts";
import { isSigned } from "./signature.ts";
import { eventsOf, type TakenIn } from "./take-in.ts";

export interface WebhookOptions {
  /** The channels' secrets by their names; "": the one without a name. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly take: (event: LineEventInput) => Promise<TakenIn>;
  /** Counts how events came in. */
  readonly count: (how: TakenIn | "unsigned" | "failed", channel: string) => void;
}

/**
 * Largest webhook in bytes: LINE names no bound; several events of 5,000 escaped characters each
 * must fit.
 */
const BODY_LIMIT_BYTES = 1_048_576;

/** LINE's webhooks, one a channel, and the icon. Registered only when LINE is configured. */
export const webhookRoutes: FastifyPluginAsync<WebhookOptions> = async (app, options) => {
  // In this plugin's scope alone, a body is its bytes: the signature is over them, and parsing
  // comes after.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  for (const [channel, secret] of options.secrets) {
    const settings = { bodyLimit: BODY_LIMIT_BYTES, schema: { hide: true } };
    app.post(webhookPath(channel), settings, async ({ body: given, headers }, reply) => {
      const body = Buffer.isBuffer(given) ? given : Buffer.alloc(0);
      await takeWebhook(body, headers["x-line-signature"], { channel, secret, options });
      return reply.code(200).send();
    });
  }

  const icon = await readFile(new URL("icon.png", import.meta.url));
  app.get(ICON_PATH, { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type("image/png")
      .headers({ "cache-control": "public, max-age=86400", "x-content-type-options": "nosniff" })
      .send(icon),
  );
};

interface Called {
  readonly channel: string;
  readonly secret: string;
  readonly options: WebhookOptions;
}

/** Resolves when every event of it is queued. Throws ProblemError where it is none of LINE's. */
async function takeWebhook(body: Buffer, signature: unknown, { channel, secret, options }: Called): Promise<void> {
  const { count, take } = options;
  if (!isSigned(body, secret, signature)) {
    count("unsigned", channel);
    throw new ProblemError("unauthorized", "The signature is missing or does not match the body");
  }
  const events = eventsOf(jsonOrUndefined(body.toString("utf8")), { channel, receivedAt: Date.now() });
  if (events === undefined) throw new ProblemError("invalid-request", "The body is not a LINE webhook");
  await faultPoint("webhook.checked");
  // Each event on its own: the good ones are queued even when another one fails. LINE then sends
  // all of them again, and those that are queued already are known by their ids.
  const taken = await Promise.allSettled(events.map(take));
  for (const each of taken) count(each.status === "fulfilled" ? each.value : "failed", channel);
  const failed = taken.find((each) => each.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  await faultPoint("webhook.queued");
}
