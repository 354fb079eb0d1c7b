import { lineId, sign, textEvent, webhookBody } from "../../test/fakes/line/webhook.ts";
import { compare } from "../http/compare.ts";
import { Connections, requestOf } from "../http/load.ts";
import { CHANNEL_SECRET, startStand } from "../http/servers.ts";
import { report } from "../report.ts";
import { median, ROUNDS } from "../rounds.ts";

/**
 * What it takes to take LINE's webhook in (signature, validation, a durable job for each event)
 * beside bare Fastify with the signature and `queue.add`; and how long LINE waits at 500 a second.
 */
const PER_SECOND = 500;
const SECONDS = 4;

/** Made beforehand: the one who asks has no time for it. More than a round takes. */
const WEBHOOKS = 60_000;

const webhooks = Array.from({ length: WEBHOOKS }, webhook);
let sent = 0;
const next = () => webhooks[(sent += 1) % WEBHOOKS] ?? webhook();
const stand = await startStand();
const admin = stand.redis.connect();
const tidy = async () => admin.flushall("SYNC");
const row = await compare(stand, { what: "webhook: POST /webhook/line", next, least: 0.45, tidy });
const p99s: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const connections = await Connections.open(stand.contenders[0]?.port ?? 0, 20);
  const { p50Ms, p99Ms } = await connections.pace(next, PER_SECOND, SECONDS);
  console.log(`${PER_SECOND}/s for ${SECONDS} s: p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`);
  p99s.push(p99Ms);
  connections.close();
}
report([row, { what: `webhook at ${PER_SECOND}/s, p99`, unit: "ms", ours: median(p99s), goal: { most: 20 } }]);
await stand.stop();

/** One user's message, as LINE sends it: another event each time. */
function webhook(): Buffer {
  const body = webhookBody(textEvent(lineId(), "残業ばっかりで疲れた。上司は先に帰るし、もう無理"));
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "user-agent": "LineBotWebhook/2.0",
    "x-line-signature": sign(body, CHANNEL_SECRET),
  };
  return requestOf("POST", "/webhook/line", headers, body);
}
