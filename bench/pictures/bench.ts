import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fits } from "../../shared/chain/schema.ts";
import { freePort } from "../../shared/chain/testing/port.ts";
import { startTestRedis } from "../../shared/chain/testing/redis.ts";
import { until } from "../../shared/chain/testing/until.ts";
import { StagesView } from "../../shared/contracts/stages.ts";
import { Fleet } from "../../test/chaos/fleet.ts";
import { startFakeLine } from "../../test/fakes/line/server.ts";
import { lineId, postWebhook, sign, textEvent, webhookBody } from "../../test/fakes/line/webhook.ts";
import { startFakeOpenAi } from "../../test/fakes/openai/server.ts";

/**
 * Users who mutter over LINE in the same second, and a picture service elsewhere that takes its
 * time: every answer must leave by its reply token. A push costs quota. Ends with 1 where one was
 * pushed.
 */
const USERS = Number(process.env["BENCH_USERS"] ?? 10);
const PICTURE_MS = Number(process.env["BENCH_PICTURE_S"] ?? 15) * 1_000;
/** Longer than a reply token lives. */
const LONGEST_MS = 90_000;
const SECRET = "0123456789abcdef0123456789abcdef";

const dir = await mkdtemp(join(tmpdir(), "guchi-bench-"));
const redis = await startTestRedis();
const line = await startFakeLine({ channelSecret: SECRET });
const openAi = await startFakeOpenAi();
openAi.behaveAlways("images", { delayMs: PICTURE_MS });
const port = await freePort();
const base = `http://localhost:${port}`;
const fleet = new Fleet(
  {
    ...process.env,
    PORT: String(port),
    REDIS_URL: redis.url,
    DATA_DIR: dir,
    LOG_LEVEL: "error",
    PUBLIC_BASE_URL: "https://guchi.example",
    LINE_CHANNEL_SECRET: SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: line.accessToken,
    LINE_API_BASE_URL: line.url,
    OPENAI_API_KEY: openAi.apiKey,
    OPENAI_BASE_URL: openAi.url,
    SENTIMENT_PROVIDERS: "local",
    PERSONA_PROVIDERS: "local",
    TTS_PROVIDERS: "local",
  },
  1,
  () => false,
);
const allWork = async () => {
  const response = await fetch(`${base}/stages`).catch(() => undefined);
  const view: unknown = await response?.json();
  return fits(StagesView, view) && view.status === "ok";
};
await until("every stage to have a worker", allWork, LONGEST_MS);

const users = Array.from({ length: USERS }, () => lineId());
const begun = performance.now();
const seconds = () => ((performance.now() - begun) / 1_000).toFixed(1);
await Promise.all(users.map(async (user) => mutter(user)));
console.log(`${USERS} messages at once, pictures of ${PICTURE_MS / 1_000} s: all taken in after ${seconds()} s`);
await until(
  "every user to have an answer",
  () => users.every((user) => line.to(user).length > 0),
  LONGEST_MS + PICTURE_MS,
).catch((error: unknown) => console.log(String(error)));
const sent = users.flatMap((user) => line.to(user));
const [replies, pushes] = (["reply", "push"] as const).map((way) => sent.filter(({ via }) => via === way).length);
const whole = sent.filter(({ messages }) => messages.some(({ type }) => type === "image")).length;
console.log(`${replies} replies, ${pushes} pushes, ${whole} with a picture; the last after ${seconds()} s`);
process.exitCode = replies === USERS && pushes === 0 && whole === USERS ? 0 : 1;
await fleet.stop();
await Promise.all([line.close(), openAi.close(), redis.stop()]);
await rm(dir, { recursive: true, force: true });

async function mutter(user: string): Promise<void> {
  const body = webhookBody(
    textEvent(user, "残業ばっかりで疲れた。もう無理", { replyToken: line.issueReplyToken(user) }),
  );
  const response = await postWebhook(base, body, { "x-line-signature": sign(body, SECRET) });
  if (response.status !== 200) throw new Error(`The webhook answered ${response.status}`);
}
