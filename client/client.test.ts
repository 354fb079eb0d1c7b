import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { freePort } from "@guchi/chain/testing/port.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { clientTypes } from "../scripts/client-types/client-types.ts";
import { startProxy } from "../scripts/cli/testing/proxy.ts";
import { startWalkGateway } from "../services/gateway/jobs/testing.ts";
import { GuchiClient, GuchiError, JobFailedError } from "./client.ts";

/** What is known here of the gateway's pipelines. */
interface Walks {
  readonly walk: {
    readonly input: { readonly hold?: boolean; readonly fail?: boolean; readonly tell?: object };
    readonly output: { readonly there: boolean };
    readonly results: { readonly first: undefined; readonly second: undefined };
  };
  /** Waits for the event `approval`, then does as the first step of `walk`. */
  readonly ask: {
    readonly input: object;
    readonly output: { readonly provider: string };
    readonly results: { readonly approval: undefined; readonly first: undefined };
  };
}
type Fetch = typeof fetch;

describe("the client", { timeout: 60_000 }, () => {
  let gateway: Awaited<ReturnType<typeof startWalkGateway>>;
  before(async () => {
    gateway = await startWalkGateway();
  });
  after(async () => {
    // After an abort Node's fetch opens a connection ahead, which no request makes an idle one.
    const closing = setInterval(() => gateway.app.server.closeAllConnections(), 50);
    await gateway.stop();
    clearInterval(closing);
  });

  const clientWith = (own: Fetch = fetch, url = gateway.base) => new GuchiClient<Walks>({ url, fetch: own });
  const WHOLE = [
    "1 status pending",
    "2 status running",
    "3 step began first",
    "4 step completed first",
    "5 step began second",
    "6 step completed second",
    "7 status completed",
    "7.end end completed",
  ];
  const underWay = async (more: { readonly tell?: object } = {}) => {
    gateway.gate.shut();
    const { arrivals } = gateway.gate;
    const job = await clientWith().start("walk", { hold: true, ...more });
    await until("the second stage to be under way", () => gateway.gate.arrivals > arrivals);
    return job;
  };

  it("starts a job, watches it and gives its output", async () => {
    const client = clientWith();
    const job = await client.start("walk", {});
    assert.deepEqual(await told(client, job.id), WHOLE);
    assert.equal((await client.result(job)).there, true);
    const { status, history } = await client.get(job, { history: true });
    assert.deepEqual([status, history?.length], ["completed", 7]);
  });

  it("makes one job when the answer to its start is lost", async () => {
    const keys: (string | null)[] = [];
    const troubles: (GuchiError | undefined)[] = [];
    const losing: Fetch = async (...args) => {
      keys.push(new Headers(args[1]?.headers).get("idempotency-key"));
      const answer = await fetch(...args);
      if (keys.length > 1) return answer;
      await answer.arrayBuffer();
      throw new TypeError("network failure");
    };
    const job = await clientWith(losing).start("walk", {}, { onTrouble: (error) => troubles.push(error) });
    assert.equal(keys.length, 2);
    assert.equal(keys[0], keys[1]);
    const { jobs } = await clientWith().list({ pipeline: "walk", from: job.createdAt });
    assert.deepEqual(
      jobs.map(({ id }) => id),
      [job.id],
    );
    assert.deepEqual(
      troubles.map((error) => error?.name),
      ["GuchiError", undefined],
    );
  });

  it("comes again when it is told to, as long as its patience lasts", async () => {
    let asked = 0;
    const full: Fetch = async (...args) => {
      asked += 1;
      if (asked > 2) return fetch(...args);
      return Response.json({ title: "Too many requests" }, { status: 429, headers: { "retry-after": "0.01" } });
    };
    assert.equal((await clientWith(full).start("walk", {})).pipeline, "walk");
    asked = -1_000;
    await assert.rejects(clientWith(full).start("walk", {}, { patienceMs: 0 }), { status: 429 });
  });

  it("does not act a second time when it cannot tell whether the first one did its work", async () => {
    let asked = 0;
    const down: Fetch = async () => {
      asked += 1;
      throw new TypeError("network failure");
    };
    await assert.rejects(clientWith(down).cancel("x"), (error: unknown) => {
      assert.ok(error instanceof GuchiError);
      assert.equal(error.status, undefined);
      return true;
    });
    assert.equal(asked, 1);
  });

  it("goes on behind the last event when streams break, and tells nothing twice", async () => {
    // Progress is told in each stream, without an id.
    const job = await underWay({ tell: { done: 1 } });
    await until("the progress", async () => (await clientWith().get(job)).progress?.done === 1);
    let streams = 0;
    let broken = 0;
    const proxy = await startProxy(gateway.base, ({ url }, outgoing) => {
      if (url?.endsWith("/events") !== true) return "pass";
      streams += 1;
      if (streams > 2) return "pass";
      setTimeout(() => {
        broken += 1;
        outgoing.destroy();
      }, 200);
      return "pass";
    });
    const watching = told(clientWith(fetch, proxy.url), job.id);
    await until("two streams to break", () => broken === 2);
    gateway.gate.open();
    assert.deepEqual(await watching, WHOLE);
    assert.equal(streams, 3);
    assert.deepEqual(await told(clientWith(), job.id, "6"), WHOLE.slice(6));
    await proxy.stop();
  });

  it("keeps a stream for longer than an answer may take", async (test) => {
    const job = await underWay();
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    test.mock.method(AbortSignal, "timeout", (ms: number) => timeout(ms === 30_000 ? 100 : ms));
    const troubles: (GuchiError | undefined)[] = [];
    const result = clientWith().result(job, { onTrouble: (error) => troubles.push(error) });
    await new Promise((resolve) => setTimeout(resolve, 300));
    gateway.gate.open();
    assert.equal((await result).there, true);
    assert.deepEqual(troubles, []);
  });

  it("goes on when the gateway stops and another one starts at its place", async () => {
    const job = await underWay();
    const port = await freePort();
    const first = await gateway.build();
    await first.listen({ port, host: "127.0.0.1" });
    const troubles: boolean[] = [];
    const client = clientWith(fetch, `http://127.0.0.1:${port}`);
    const result = client.result(job, { onTrouble: (error) => troubles.push(error !== undefined) });
    await until("it to watch", async () => (await gateway.queues.redis.pubsub("CHANNELS", `*${job.id}`)).length === 1);
    await first.close();
    await until("it to be told", () => troubles.includes(true));
    const second = await gateway.build();
    await second.listen({ port, host: "127.0.0.1" });
    await until("it to be back", () => troubles.at(-1) === false);
    gateway.gate.open();
    assert.equal((await result).there, true);
    await second.close();
  });

  it("asks again and again where there is no stream", async () => {
    const job = await underWay();
    const paths: string[] = [];
    const noStream: Fetch = async (input, init) => {
      const path = (input instanceof Request ? input.url : input.toString()).slice(gateway.base.length);
      paths.push(path.replace(job.id, "ID"));
      return path.endsWith("/events") ? new Response("<html>") : fetch(input, init);
    };
    const watching = told(clientWith(noStream), job.id);
    await until("it to wait", () => paths.at(-1) === "/jobs/ID?history=true&wait=25");
    gateway.gate.open();
    assert.deepEqual(await watching, WHOLE);
    assert.equal(paths.filter((path) => path.endsWith("/events")).length, 1);
  });

  it("throws what became of a job without an output", async () => {
    gateway.state.failing = true;
    const client = clientWith();
    const job = await client.start("walk", { fail: true });
    await assert.rejects(client.result(job), (error: unknown) => {
      assert.ok(error instanceof JobFailedError);
      assert.equal(error.job.error?.step, "second");
      return true;
    });
    gateway.state.failing = false;
    await client.rewind(job);
    assert.equal((await client.result(job)).there, true);
    await client.purge(job);
    await assert.rejects(client.result(job), { name: "GuchiError", status: 410 });
    await assert.rejects(client.get("none"), { status: 404 });
    await assert.rejects(clientWith().start("walk", {}, { callbackUrl: "https://example.com" }), /CALLBACK_SECRET/);
  });

  it("steers a job", async () => {
    const client = clientWith();
    const job = await underWay();
    assert.equal((await client.suspend(job)).status, "suspended");
    assert.equal((await client.resume(job)).status, "running");
    assert.equal((await client.cancel(job)).status, "canceled");
    await assert.rejects(client.result(job), JobFailedError);
    const again = await client.restart(job);
    assert.notEqual(again.id, job.id);
    gateway.gate.open();
    assert.equal((await client.result(again)).there, true);
    assert.ok((await client.stages()).stages.length > 0);
  });

  it("keeps, shows, runs and removes a schedule", async () => {
    const client = new GuchiClient<Walks>({ url: gateway.base });
    const daily = { pipeline: "walk", input: {}, cron: "@daily", timeZone: "Asia/Tokyo", paused: true };
    assert.equal((await client.schedules.put("daily", daily)).paused, true);
    const { id } = await client.schedules.run("daily", { idempotencyKey: "once" });
    assert.equal((await client.schedules.run("daily", { idempotencyKey: "once" })).id, id);
    assert.equal((await client.schedules.get("daily")).lastJob, id);
    assert.deepEqual(
      (await client.schedules.list()).map(({ name }) => name),
      ["daily"],
    );
    await client.schedules.remove("daily");
    assert.deepEqual(await client.schedules.list(), []);
  });

  it("tells a job of the event for which it waits", async () => {
    const client = clientWith();
    const job = await client.start("ask", {}, { delaySeconds: 0 });
    await client.sendEvent(job, "approval", { approved: true });
    assert.equal((await client.result(job)).provider, "feet");
    await assert.rejects(client.sendEvent(job, "approval", { approved: false }), { status: 409 });
  });

  it("ends with the signal's reason", async () => {
    const job = await underWay();
    const stop = new AbortController();
    const watching = clientWith().watch(job, { signal: stop.signal });
    await watching.next();
    stop.abort(new Error("enough"));
    await assert.rejects(async () => {
      for await (const _event of watching);
    }, /enough/);
    gateway.gate.open();
  });
});

describe("the client's package", () => {
  it("has less than 10 KB for a browser to load, even before anybody minifies it", async () => {
    const modules = ["client.ts", "errors.ts", "request.ts", "schedules.ts", "server-events.ts", "watch.ts"];
    const sources = await Promise.all(modules.map(async (name) => stripTypeScriptTypes(await read(name))));
    const bytes = sources.reduce((sum, source) => sum + gzipSync(source, { level: 9 }).length, 0);
    assert.ok(bytes < 10_000, `${bytes} bytes`);
    assert.ok(bytes > 1_000);
  });

  it("has the types of the schemas; otherwise `npm run client:types`", async () => {
    assert.deepEqual(plain(await read("types.ts")), plain(clientTypes()));
  });
});

async function told(client: GuchiClient<Walks>, id: string, after?: string): Promise<readonly string[]> {
  const events: string[] = [];
  for await (const { event, id: number, data } of client.watch(id, { after })) {
    if (event === "progress") continue;
    events.push(`${number} ${event} ${"step" in data ? `${data.event} ${data.step}` : data.status}`);
  }
  return events;
}

async function read(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, name), "utf8");
}

/** A source without the marks that oxfmt adds and takes away. */
function plain(source: string): readonly string[] {
  return source.replaceAll(/[\s|()*"]/g, "").split(";");
}
