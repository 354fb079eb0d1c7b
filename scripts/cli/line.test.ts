import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { promisify } from "node:util";
import { startFakeLine, type FakeLine } from "../../test/fakes/line/server.ts";
import { runGuchi } from "./testing/run.ts";

const URL = "https://guchi.example/base/webhook/line";
const SECRET = "0123456789abcdef0123456789abcdef";

const SHOP = { channelId: "200", channelSecret: "fedcba9876543210fedcba9876543210" };

describe("npx --no guchi line check", { timeout: 120_000 }, () => {
  let fake: FakeLine;
  before(async () => {
    fake = await startFakeLine({ channelId: "123", channelSecret: SECRET, others: [SHOP] });
  });
  beforeEach(() => {
    fake.console.webhook = { endpoint: URL, active: true };
    fake.console.reached = { success: true, statusCode: 200, reason: "OK", detail: "200" };
    fake.setQuota(Number.POSITIVE_INFINITY);
  });
  after(() => fake.close());

  const given = () => ({
    LINE_CHANNEL_SECRET: SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: fake.accessToken,
    LINE_API_BASE_URL: fake.url,
    PUBLIC_BASE_URL: "https://guchi.example/base",
  });
  const check = async (env: NodeJS.ProcessEnv = {}, ...options: readonly string[]) =>
    runGuchi(["line", "check", ...options], { ...given(), ...env }).ended;

  it("tells token, webhook, reach, quota and answers, one line each, with either kind of token, and sends nothing", async () => {
    const short = { LINE_CHANNEL_ACCESS_TOKEN: "", LINE_CHANNEL_ID: "123" };
    for (const { code, stdout, stderr } of [await check(), await check(short)]) {
      assert.deepEqual([code, stderr], [0, ""]);
      assert.deepEqual(stdout.trimEnd().split("\n"), [
        "✓ token    LINE takes it: ミミ (@mimi)",
        `✓ webhook  ${URL}, as LINE has it`,
        "✓ reach    LINE reaches it",
        "✓ quota    0 messages pushed this month, no limit",
        "✓ answers  LINE takes text, picture, voice, name and button",
      ]);
    }
    assert.deepEqual(fake.sent, []);
  });

  it("says what to do about each, and ends with 1", async () => {
    fake.console.webhook = { endpoint: "https://old.example/webhook/line", active: true };
    fake.console.reached = { success: false, statusCode: 401, reason: "ERROR_STATUS_CODE", detail: "Unauthorized" };
    fake.setQuota(0);
    fake.behave("validate", { status: 400, message: "The request body has 1 error(s)" });
    const { code, stdout } = await check();
    assert.equal(code, 1);
    const [token, webhook, reach, quota, answers] = stdout.split("\n");
    assert.match(token ?? "", /^✓/);
    assert.equal(webhook, `✗ webhook  LINE has https://old.example/webhook/line: set ${URL} in its console`);
    assert.match(reach ?? "", /^✗ reach .* ERROR_STATUS_CODE Unauthorized: LINE_CHANNEL_SECRET is another channel's/);
    assert.match(quota ?? "", /^✗ quota .*0 of 0 messages/);
    assert.match(answers ?? "", /^✗ answers {2}LINE answered 400 The request body has 1 error/);
  });

  it("knows a webhook that is not set, or off", async () => {
    fake.console.webhook = undefined;
    assert.match((await check()).stdout, /✗ webhook {2}LINE has none: set https/);
    fake.console.webhook = { endpoint: URL, active: false };
    assert.match((await check()).stdout, /✗ webhook {2}Turn "Use webhook" on/);
  });

  it("ends after the token when LINE does not take it, or does not answer; as JSON, too", async () => {
    const refused = await check({ LINE_CHANNEL_ACCESS_TOKEN: "wrong" }, "--json");
    assert.equal(refused.code, 1);
    const all = JSON.parse(refused.stdout) as { what: string; ok: boolean }[];
    assert.deepEqual(
      all.map(({ what, ok }) => [what, ok]),
      [["token", false]],
    );
    const away = await check({ LINE_API_BASE_URL: "http://127.0.0.1:9" });
    assert.match(away.stdout, /^✗ token {4}LINE does not answer/);
    assert.ok(!`${refused.stdout}${away.stdout}`.includes(SECRET));
  });

  it("looks at each of several channels, with its name in front", async () => {
    const { code, stdout } = await check({ LINE_CHANNELS: `shop:200:${SHOP.channelSecret},club:300:c0unterfeit` });
    assert.equal(code, 1);
    const lines = stdout.trimEnd().split("\n");
    assert.deepEqual(
      lines.filter((line) => /token|webhook/.test(line)),
      [
        "✓ (no name) token    LINE takes it: ミミ (@mimi)",
        `✓ (no name) webhook  ${URL}, as LINE has it`,
        "✓ shop token    LINE takes it: ミミ (@mimi)",
        `✗ shop webhook  LINE has none: set ${URL}/shop in its console`,
        "✗ club token    LINE does not take it: correct LINE_CHANNELS",
      ],
    );
    assert.equal(lines.length, 11);
  });

  it("is the same in the image, without the client", async () => {
    const file = join(import.meta.dirname, "..", "..", "services", "line", "check", "check-here.ts");
    const { PATH, NODE_COMPILE_CACHE } = process.env;
    const env = { PATH, NODE_COMPILE_CACHE, ...given() };
    const { stdout } = await promisify(execFile)(process.execPath, [file], { env, cwd: tmpdir() });
    assert.equal(stdout, (await check()).stdout);
  });

  it("is refused with one line where LINE is off or half set, or nothing else than check is asked", async () => {
    const off = await check({ LINE_CHANNEL_SECRET: "", LINE_CHANNEL_ACCESS_TOKEN: "" });
    assert.deepEqual(
      [off.code, off.stderr],
      [2, "LINE is off: neither LINE_CHANNEL_SECRET nor LINE_CHANNELS is set\n"],
    );
    assert.equal((await check({ PUBLIC_BASE_URL: "" })).code, 2);
    assert.equal((await runGuchi(["line", "send"]).ended).code, 2);
  });
});
