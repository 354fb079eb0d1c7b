import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { pino } from "pino";
import { ADMIN, startTestGateway, type TestGateway } from "../testing.ts";

const WRITE = "a password to act with";
const READ = "a password to look with";

function basic(text: string) {
  return { authorization: `Basic ${Buffer.from(text).toString("base64")}` };
}

interface Line {
  readonly msg: string;
  readonly audit?: { readonly who: string; readonly route: string; readonly status: number; readonly what?: string };
}

describe("the way into /admin", () => {
  let gateway: TestGateway;
  const lines: Line[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  before(async () => {
    gateway = await startTestGateway({ admin: { ...ADMIN, password: WRITE, readPassword: READ }, log });
  });
  after(() => gateway.stop());

  const ask = async (
    path: string,
    { method = "GET", cookie, ...headers }: Record<string, string> & { readonly cookie?: string } = {},
    payload?: object,
  ) =>
    gateway.app.inject({
      method: (["POST", "PUT", "DELETE"] as const).find((each) => each === method) ?? "GET",
      url: path,
      headers: { ...headers, ...(cookie !== undefined && { cookie }) },
      ...(payload !== undefined && { payload }),
    });
  const signIn = async (password: string, remoteAddress = "127.0.0.1") =>
    gateway.app.inject({ method: "POST", url: "/admin/api/session", payload: { password }, remoteAddress });
  const cookieOf = async (password: string) => {
    const { headers } = await signIn(password);
    return String(headers["set-cookie"]).split(";")[0] ?? "";
  };

  it("is a cookie that no script reads and no other site sends, for one of two passwords", async () => {
    const signed = await signIn(WRITE);
    assert.deepEqual([signed.statusCode, signed.json<{ role: string }>().role], [200, "write"]);
    assert.match(
      String(signed.headers["set-cookie"]),
      /^guchi-admin=write\.\d+\.[\w-]{22}\.[\w-]{43}; Path=\/admin; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
    const secure = await gateway.build({ publicBaseUrl: "https://guchi.example/base" });
    const behind = await secure.inject({ method: "POST", url: "/admin/api/session", payload: { password: READ } });
    assert.match(String(behind.headers["set-cookie"]), /Path=\/base\/admin; .*; Secure$/);
    assert.equal(behind.json<{ role: string }>().role, "read");
    await secure.close();
    assert.equal((await signIn("neither of these two")).statusCode, 401);
    assert.deepEqual((await ask("/admin/api/session")).json(), { role: "none" });
    for (const path of ["overview", "runs", "events", "failures"]) {
      assert.equal((await ask(`/admin/api/${path}`)).statusCode, 401, path);
    }
  });

  it("lets the reading password look, and neither act nor see words", async () => {
    const cookie = await cookieOf(READ);
    for (const path of ["overview", "runs", "stages", "failures", "schedules", "charts", "costs", "actions"]) {
      assert.equal((await ask(`/admin/api/${path}`, { cookie })).statusCode, 200, path);
    }
    const { id } = await gateway.client.start("guchi", { text: "疲れた" });
    assert.equal((await ask(`/admin/api/runs/${id}/words`, { cookie })).statusCode, 403);
    assert.doesNotMatch((await ask(`/admin/api/runs/${id}`, { cookie })).body, /疲れた/);
    for (const path of [`runs/${id}/cancel`, "stages/tts/pause", "schedules/x/run", `runs/${id}/events/x`]) {
      assert.equal((await ask(`/admin/api/${path}`, { cookie, method: "POST" }, {})).statusCode, 403, path);
    }
    const all = { action: "purge", filter: {} };
    assert.equal((await ask("/admin/api/actions", { cookie, method: "POST" }, all)).statusCode, 403);
    assert.equal((await ask(`/admin/api/runs/${id}`, { cookie, method: "DELETE" })).statusCode, 403);
    assert.equal((await ask("/admin/queues", { cookie })).statusCode, 200);
    assert.equal((await ask("/admin/queues/api/queues/tts/pause", { cookie, method: "PUT" })).statusCode, 403);
  });

  it("refuses what another site sends, whatever its cookie", async () => {
    const cookie = await cookieOf(WRITE);
    const headers = { cookie, "sec-fetch-site": "cross-site", method: "POST" };
    assert.equal((await ask("/admin/api/stages/tts/pause", headers)).statusCode, 403);
    assert.equal((await ask("/admin/api/session", headers, { password: WRITE })).statusCode, 403);
  });

  it("ends with signing out, with another password, and when it is over or was changed", async () => {
    const cookie = await cookieOf(WRITE);
    assert.equal((await ask("/admin/api/runs", { cookie })).statusCode, 200);
    const out = await ask("/admin/api/session", { cookie, method: "DELETE" });
    assert.match(String(out.headers["set-cookie"]), /^guchi-admin=; .*Max-Age=0/);
    assert.equal((await ask("/admin/api/runs", { cookie })).statusCode, 401);
    const another = await gateway.build();
    const there = await another.inject({ url: "/admin/api/runs", headers: { cookie } });
    assert.equal(there.statusCode, 401, "another gateway knows of it");
    await another.close();
    const good = await cookieOf(READ);
    assert.equal((await ask("/admin/api/runs", { cookie: good.replace("read.", "write.") })).statusCode, 401);
    const old = good.replace(/\.\d+\./, `.${Date.now() - 1}.`);
    assert.equal((await ask("/admin/api/runs", { cookie: old })).statusCode, 401);
    const changed = await gateway.build({ admin: { ...ADMIN, password: WRITE, readPassword: "another one, now" } });
    assert.equal((await changed.inject({ url: "/admin/api/runs", headers: { cookie: good } })).statusCode, 401);
    await changed.close();
  });

  it("makes whoever guesses wait, also with the right password then", async () => {
    const from = "203.0.113.9";
    for (let guess = 0; guess < 10; guess += 1) assert.equal((await signIn(`guess ${guess}`, from)).statusCode, 401);
    const late = await signIn(WRITE, from);
    assert.equal(late.statusCode, 429);
    assert.ok(Number(late.headers["retry-after"]) > 0);
    assert.equal((await signIn(WRITE)).statusCode, 200, "not from elsewhere");
  });

  it("takes a password with each request from programs, and leads browsers to the page", async () => {
    assert.equal((await ask("/admin/api/overview", basic(`admin:${READ}`))).statusCode, 200);
    assert.equal((await ask("/admin/api/overview", basic(`root:${READ}`))).statusCode, 401);
    const browser = await ask("/admin/queues", { "sec-fetch-dest": "document", "sec-fetch-mode": "navigate" });
    assert.deepEqual([browser.statusCode, browser.headers.location], [303, "/admin"]);
    assert.equal(browser.headers["www-authenticate"], undefined);
    // Over http in a network, a browser says of itself what it takes and speaks.
    const nearby = await ask("/admin/queues", { accept: "text/html,*/*;q=0.8", "accept-language": "ja" });
    assert.deepEqual([nearby.statusCode, nearby.headers.location], [303, "/admin"]);
    const script = await ask("/admin/api/runs", { accept: "*/*", "accept-language": "ja" });
    assert.deepEqual([script.statusCode, script.headers["www-authenticate"]], [401, undefined]);
    assert.match(String((await ask("/admin/queues", { accept: "*/*" })).headers["www-authenticate"]), /^Basic /);
    const page = await ask("/admin");
    assert.deepEqual([page.statusCode, page.headers["content-type"]], [200, "text/html; charset=utf-8"]);
  });

  it("leaves a line for each sign-in, each action and each look at words, and none with words", async () => {
    const cookie = await cookieOf(WRITE);
    const { id } = await gateway.client.start("guchi", { text: "ひみつのことば" });
    lines.length = 0;
    const words = await ask(`/admin/api/runs/${id}/words`, { cookie });
    assert.deepEqual(words.json<{ input: object }>().input, { text: "ひみつのことば" });
    await ask(`/admin/api/runs/${id}/cancel`, { cookie, method: "POST" });
    await ask("/admin/api/stages/tts/pause", { cookie, method: "POST" });
    await ask("/admin/api/stages/tts/resume", { cookie, method: "POST" });
    await signIn(WRITE);
    await signIn("a wrong one, this time");
    await ask("/admin/api/session", basic("admin:a wrong one, too"));
    const told = lines.flatMap(({ msg, audit }) => (audit === undefined ? [] : [[msg, audit.route, audit.status]]));
    assert.deepEqual(told, [
      ["audit: words shown", "/admin/api/runs/:id/words", 200],
      ["audit: changed", "/admin/api/runs/:id/cancel", 202],
      ["audit: changed", "/admin/api/stages/:name/pause", 202],
      ["audit: changed", "/admin/api/stages/:name/resume", 202],
      ["audit: changed", "/admin/api/session", 200],
      ["audit: refused", "/admin/api/session", 401],
      ["audit: refused", "/admin/api/session", 401],
    ]);
    assert.ok(lines.every(({ audit }) => audit === undefined || /^(?:admin [\w-]{6}|unknown)$/.test(audit.who)));
    assert.doesNotMatch(JSON.stringify(lines), /ひみつ|password to act/);
  });
});
