import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { FastifyInstance, InjectOptions } from "fastify";
import { keysOf, startTestGateway, type TestGateway } from "../testing.ts";

const KEY = "a-key-of-the-operator";
const SECRET = { value: "signs the cookies of this test" };
const AWAY = "203.0.113.7";

describe("guests of the page", () => {
  let gateway: TestGateway;
  let app: FastifyInstance;
  const build = (limits = { starts: { jobs: 3, seconds: 60 }, dailyPictures: 2 }, more = {}) =>
    gateway.build({
      access: {
        apiKeys: keysOf(KEY),
        rateLimit: { jobs: 600, seconds: 60 },
        guests: { secret: SECRET, limits, countsAddresses: false, ...more },
      },
    });
  before(async () => {
    gateway = await startTestGateway();
    app = await build();
  });
  after(async () => {
    await app.close();
    await gateway.stop();
  });

  const ask = (options: InjectOptions, to = app) => to.inject({ remoteAddress: AWAY, ...options });
  const welcome = async (to = app, remoteAddress = AWAY) => {
    const page = await ask({ url: "/", headers: { accept: "text/html,*/*" }, remoteAddress }, to);
    return String(page.headers["set-cookie"] ?? "");
  };
  const newGuest = async (to = app) => ({ cookie: (await welcome(to)).split(";")[0] ?? "" });
  const start = (headers: object, body: object = {}, to = app) =>
    ask(
      {
        method: "POST",
        url: "/jobs",
        headers: { ...headers },
        payload: { pipeline: "guchi-fast", input: { text: "疲れた", user: "somebody else" }, ...body },
      },
      to,
    );
  const inputOf = async (id: string) => (await gateway.client.find(id))?.input;

  it("are made by opening the page, once a browser, with a cookie that no script and no other site can use", async () => {
    const header = await welcome();
    assert.match(header, /^guchi-guest=[\w-]{43}\.[\w-]{43}; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Lax$/);
    const [cookie = ""] = header.split(";");
    const again = await ask({ url: "/", headers: { accept: "text/html", cookie } });
    assert.equal(again.headers["set-cookie"], undefined);
    assert.equal((await ask({ url: "/tokens.css", headers: { accept: "text/css" } })).headers["set-cookie"], undefined);
    const plain = await gateway.app.inject({ url: "/", headers: { accept: "text/html" } });
    assert.equal(plain.headers["set-cookie"], undefined, "not where there are no guests");
  });

  it("start jobs under a user of their own, whatever the page says", async () => {
    const guest = await newGuest();
    const answer = await start(guest);
    assert.equal(answer.statusCode, 202);
    const { id } = answer.json<{ id: string }>();
    assert.match(String((await inputOf(id))?.["user"]), /^guest-[\w-]{43}$/);
    assert.equal((await ask({ url: `/jobs/${id}`, headers: guest })).statusCode, 202);
    assert.equal((await ask({ method: "POST", url: `/jobs/${id}/cancel`, headers: guest })).statusCode, 202);
    assert.equal((await ask({ method: "DELETE", url: `/jobs/${id}`, headers: guest })).statusCode, 204);
  });

  it("see and steer no job but their own", async () => {
    const other = (await start(await newGuest())).json<{ id: string }>().id;
    const operators = (await start({ authorization: `Bearer ${KEY}` })).json<{ id: string }>().id;
    const guest = await newGuest();
    for (const id of [other, operators, "0199aaaa-0000-7000-8000-000000000000"]) {
      for (const [method, path] of [
        ["GET", ""],
        ["GET", "/events"],
        ["POST", "/cancel"],
        ["POST", "/restart"],
        ["DELETE", ""],
      ] as const) {
        const { statusCode } = await ask({ method, url: `/jobs/${id}${path}`, headers: guest });
        assert.equal(statusCode, 404, `${method} ${path}`);
      }
    }
    assert.equal((await ask({ url: `/jobs/${other}`, headers: { authorization: `Bearer ${KEY}` } })).statusCode, 202);
  });

  it("may do nothing else", async () => {
    const guest = await newGuest();
    assert.equal((await ask({ url: "/jobs", headers: guest })).statusCode, 403);
    assert.equal((await ask({ url: "/metrics", headers: guest })).statusCode, 403);
    assert.equal((await ask({ url: "/schedules", headers: guest })).statusCode, 403);
    assert.equal((await ask({ url: "/stages", headers: guest })).statusCode, 200);
    assert.equal((await start(guest, { callbackUrl: "https://example.com/" })).statusCode, 403);
    assert.equal((await start(guest, { delaySeconds: 60 })).statusCode, 403);
    assert.equal((await start(guest, { pipeline: "line-notice" })).statusCode, 403);
    assert.equal((await start(guest, { input: { text: "疲れた", pictures: "none" } })).statusCode, 400);
    const strange = await start({ ...guest, "sec-fetch-site": "cross-site" });
    assert.equal(strange.statusCode, 403);
  });

  it("need a cookie that we signed", async () => {
    const { cookie } = await newGuest();
    const [name = "", id = "", signature = ""] = cookie.split(/[=.]/);
    const forged = [
      `${name}=${id}.${"A".repeat(43)}`,
      `${name}=${"A".repeat(43)}.${signature}`,
      `${name}=${id}`,
      `x${cookie}`,
    ];
    for (const bad of ["", ...forged]) {
      const { statusCode } = await start({ cookie: bad });
      assert.equal(statusCode, 401, bad);
    }
    assert.equal((await start({ cookie: `a=b; ${cookie}; c=d` })).statusCode, 202);
    assert.equal((await start({ cookie, authorization: "Bearer a-wrong-key-of-16" })).statusCode, 401);
  });

  it("start so many jobs at a time; a repeated request is no second start", async () => {
    const guest = await newGuest();
    const key = { ...guest, "idempotency-key": "one" };
    for (let count = 0; count < 5; count += 1) assert.equal((await start(key)).statusCode, 202);
    assert.equal((await start(guest)).statusCode, 202);
    assert.equal((await start(guest)).statusCode, 202);
    const over = await start(guest);
    assert.equal(over.statusCode, 429);
    assert.ok(Number(over.headers["retry-after"]) > 50);
    const { id } = (await start(key)).json<{ id: string }>();
    for (const again of ["restart", "rewind"]) {
      const { statusCode } = await ask({ method: "POST", url: `/jobs/${id}/${again}`, headers: guest });
      assert.equal(statusCode, 429, `what runs again counts as a start: ${again}`);
    }
    assert.equal((await start(await newGuest())).statusCode, 202, "another guest");
  });

  it("get so many pictures a day, and words beyond", async () => {
    const guest = await newGuest();
    const pictures = [];
    for (let count = 0; count < 3; count += 1) {
      const key = { ...guest, "idempotency-key": `picture ${count}` };
      const { id } = (await start(key)).json<{ id: string }>();
      assert.equal((await start(key)).json<{ id: string }>().id, id, "repeated, it is the same job");
      pictures.push((await inputOf(id))?.["pictures"]);
    }
    assert.deepEqual(pictures, [undefined, undefined, "none"]);
  });

  it("are counted by address, too, where TRUST_PROXY tells it", async () => {
    const other = await build({ starts: { jobs: 1, seconds: 60 }, dailyPictures: 100 }, { countsAddresses: true });
    for (let count = 0; count < 10; count += 1) {
      assert.equal((await start(await newGuest(other), {}, other)).statusCode, 202, `guest ${count}`);
    }
    assert.equal((await start(await newGuest(other), {}, other)).statusCode, 429);
    for (let count = 0; count < 30; count += 1) await welcome(other);
    assert.equal(await welcome(other), "", "no new guests for a while");
    assert.notEqual(await welcome(other, "203.0.113.8"), "");
    await other.close();
  });

  it("are nobody where the machine itself asks without keys", async () => {
    const open = await gateway.build({
      access: {
        apiKeys: undefined,
        rateLimit: { jobs: 600, seconds: 60 },
        guests: {
          secret: SECRET,
          limits: { starts: { jobs: 1, seconds: 60 }, dailyPictures: 1 },
          countsAddresses: false,
        },
      },
    });
    const local = { headers: { host: "localhost" }, remoteAddress: "127.0.0.1" };
    assert.equal((await open.inject({ url: "/jobs", ...local })).statusCode, 200);
    assert.equal((await ask({ url: "/jobs" }, open)).statusCode, 401);
    await open.close();
  });
});
