import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, request, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "@guchi/chain/testing/until.ts";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";
import { MAX_STREAMS } from "../jobs/events.ts";
import { startTestGateway, type TestGateway } from "../testing.ts";
import { MAX_WAITING_REQUESTS } from "./in-turn.ts";
import { maxConnections } from "./server.ts";
import { get, startTarget } from "./testing.ts";

const Files = Type.Object({ files: Type.Number() });

describe("a connection", { timeout: 120_000 }, () => {
  let gateway: TestGateway;
  const sockets: Socket[] = [];
  before(async () => {
    gateway = await startTestGateway();
  });
  after(async () => {
    for (const socket of sockets) socket.destroy();
    await gateway.stop();
  });

  /** A client that sends these bytes. */
  const send = (app: FastifyInstance, bytes: string) => {
    const { hostname, port } = new URL(app.listeningOrigin);
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    socket.on("error", () => undefined); // it may be reset
    socket.write(bytes);
    return socket;
  };
  it("gets its answers in order, one request after the other", async () => {
    let atOnce = 0;
    let most = 0;
    const app = await gateway.build();
    const handler = async ({ params }: FastifyRequest) => {
      most = Math.max(most, (atOnce += 1));
      await sleep(1); // time for others to come in
      atOnce -= 1;
      return params;
    };
    app.route({ method: "GET", url: "/steps/:step", handler });
    await app.listen({ port: 0, host: "127.0.0.1" });
    const steps = Array.from({ length: MAX_WAITING_REQUESTS }, (_, step) => `/steps/${step}`);
    const last = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    const socket = send(app, steps.map(requestOf).join("") + last);
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    await once(socket, "close");
    const answered = [...text.matchAll(/{"step":"(\d+)"}/g)].map(([, step]) => `/steps/${step}`);
    assert.deepEqual(answered, steps);
    assert.equal(most, 1);
    await app.close();
  });

  it("is closed when more requests wait on it than may", async () => {
    const socket = send(gateway.app, requestOf("/docs/json").repeat(MAX_WAITING_REQUESTS + 2));
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    await once(socket, "close");
    assert.ok((text.match(/HTTP\/1.1 200/g)?.length ?? 0) < 3, "they are not all answered first");
  });

  it("is closed when its client takes nothing of the answer, and not while it waits for one", async () => {
    const app = await gateway.build({ takesNothingMs: 100 });
    // More than the system keeps for a client: Node has to wait with the rest.
    app.route({ method: "GET", url: "/large", handler: async () => "x".repeat(30_000_000) });
    await app.listen({ port: 0, host: "127.0.0.1" });
    const { id } = await gateway.client.start("guchi", { text: "x" });
    const answer = get(`${app.listeningOrigin}/jobs/${id}?wait=1`);
    const open = () =>
      until(
        "the server's view",
        () =>
          new Promise<number>((resolve, reject) => {
            app.server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
          }),
      );
    const socket = send(app, requestOf("/large"));
    socket.pause();
    await once(socket, "connect");
    assert.equal((await answer).status, 202);
    await until("the slow reader to be let go", async () => (await open()) === 0);
    await app.close();
  });

  it("is one of as many as there are files for, less those that the rest needs", () => {
    assert.equal(maxConnections(1_024), 768);
    assert.equal(maxConnections(100), 50);
    assert.equal(maxConnections(Number.POSITIVE_INFINITY), 10_000);
  });

  it("event streams of one caller are bounded", async () => {
    const { id } = await gateway.client.start("guchi", { text: "x" });
    const url = `${gateway.app.listeningOrigin}/jobs/${id}/events`;
    const open = async () => {
      const asking = request(url, { agent: false }).end();
      const [answer] = (await once(asking, "response")) as [IncomingMessage];
      return answer;
    };
    const streams = await Promise.all(Array.from({ length: MAX_STREAMS }, open));
    assert.ok(streams.every(({ statusCode }) => statusCode === 200));
    const refused = await open();
    assert.equal(refused.statusCode, 429);
    assert.match(refused.headers["retry-after"] ?? "", /^\d+$/);
    for (const stream of [...streams, refused]) stream.destroy();
    await until("room again", async () => {
      const again = await open();
      again.destroy();
      return again.statusCode === 200;
    });
  });

  it("behind a trusted proxy each client has a bound of its own", async () => {
    const app = await gateway.build({ trustProxy: ["127.0.0.1"] });
    const held = Promise.withResolvers<void>();
    let arrived = 0;
    const handler = async () => {
      arrived += 1;
      await held.promise;
      return "";
    };
    app.route({ method: "GET", url: "/held", handler });
    const uncounted = ["/healthz", "/readyz", "/webhook/line"];
    // It stands for LINE's, which this gateway does not have.
    app.route({ method: "GET", url: "/webhook/line", handler: async () => "" });
    await app.listen({ port: 0, host: "127.0.0.1" });
    const ask = (client: string, path = "/held") =>
      get(app.listeningOrigin + path, { headers: { "x-forwarded-for": client } });
    const waiting = Array.from({ length: 100 }, () => ask("203.0.113.7"));
    await until("all of them", () => arrived === 100);
    assert.equal((await ask("203.0.113.7", "/docs/json")).status, 429);
    assert.equal((await ask("203.0.113.8", "/docs/json")).status, 200);
    for (const path of uncounted) assert.equal((await ask("203.0.113.7", path)).status, 200, path);
    held.resolve();
    assert.ok((await Promise.all(waiting)).every(({ status }) => status === 200));
    assert.equal((await ask("203.0.113.7", "/docs/json")).status, 200);
    await app.close();
  });
});

describe("a gateway without a file to open", { timeout: 120_000 }, () => {
  it("lives on, answers who is connected, and works again when there are files", async (t) => {
    const target = await startTarget(["gateway"], 512);
    t.after(() => target.stop());
    const { hostname, port } = new URL(target.origin);
    const silent = Array.from({ length: 600 }, () => {
      const socket = connect(Number(port), hostname);
      socket.on("error", () => undefined); // refused
      return socket;
    });
    const gone = () => silent.filter(({ closed }) => closed).length;
    await until("the ones too many to be refused", () => gone() === 600 - maxConnections(512));
    for (const socket of silent) socket.destroy();
    await until("room", async () => (await get(`${target.origin}/healthz`).catch(() => undefined))?.status === 200);

    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    t.after(() => agent.destroy());
    await get(`${target.origin}/healthz`, { agent });
    const { files } = await target.told(Files, "use up the files");
    assert.ok(files > 0);
    const stranger = connect(Number(port), hostname).on("error", () => undefined);
    for (const end = performance.now() + 2_500; performance.now() < end; await sleep(100)) {
      assert.equal((await get(`${target.origin}/jobs`, { agent })).status, 200);
      const file = await get(`${target.origin}/docs/static/index.css`, { agent });
      assert.notEqual(file.status, 500);
    }
    stranger.destroy();
    await target.told(Files, "give them back");
    await until(
      "a new connection",
      async () => (await get(`${target.origin}/jobs`).catch(() => undefined))?.status === 200,
    );
    assert.equal(target.child.exitCode, null);
  });
});

function requestOf(path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
}
