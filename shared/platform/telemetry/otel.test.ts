import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { isSampled, sampledTrace, type Tracer } from "@guchi/chain/telemetry/tracer.ts";
import { freePort } from "@guchi/chain/testing/port.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { startOtel, type OtelOptions } from "./otel.ts";

/** Such lines as a service would log. */
function starting(url: string, more: Partial<OtelOptions> = {}) {
  const lines: string[] = [];
  const log = {
    warn: (...said: unknown[]) => lines.push(JSON.stringify(said)),
    info: (...said: unknown[]) => lines.push(JSON.stringify(said)),
  };
  const options = { serviceName: "test", resource: {}, headers: {}, sampler: "always_on", ratio: 1, log } as const;
  return { ...startOtel({ ...options, url, ...more }), lines };
}

const spanning = (tracer: Tracer, count: number) =>
  Promise.all(Array.from({ length: count }, () => tracer.span("work", { kind: "internal" }, async () => undefined)));

async function listening(answer: RequestListener) {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    request.resume().on("end", () => answer(request, response));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/v1/traces`, requests: () => requests, close };
}

/** A context of somebody else. */
const caller = (flags: string) => `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-${flags}`;

describe("traces", { timeout: 60_000 }, () => {
  it("are dropped while the collector takes none, with one line, and another when it does again", async () => {
    let status = 400;
    const server = await listening((_, response) => response.writeHead(status).end("{}"));
    const { tracer, close, lines } = starting(server.url);
    await spanning(tracer, 600);
    await until("the line", () => lines.length > 0);
    await spanning(tracer, 5_000);
    await until("the rest to be refused", () => server.requests() > 3);
    status = 200;
    await spanning(tracer, 1);
    await until("the good news", () => lines.length > 1);
    assert.equal(lines.length, 2);
    assert.match(lines[0] ?? "", /"dropped":512.*takes no spans"/);
    assert.match(lines[1] ?? "", /takes spans again/);
    await close();
    server.close();
  });

  it("do not hold up an end where the collector is away, or never answers", async () => {
    const silent = await listening(() => undefined);
    const away = `http://127.0.0.1:${await freePort()}/v1/traces`;
    const from = performance.now();
    await Promise.all(
      [silent.url, away].map(async (url) => {
        const { tracer, close } = starting(url);
        await spanning(tracer, 10);
        await close();
      }),
    );
    assert.ok(performance.now() - from < 9_000, "well before the exporter itself gives up");
    silent.close();
  });

  it("are recorded or not as was decided where they began", async () => {
    const url = "http://127.0.0.1:9/v1/traces";
    const decided = async (sampler: OtelOptions["sampler"], ratio: number, parent?: string) => {
      const { tracer } = starting(url, { sampler, ratio });
      return tracer.span("root", { kind: "server", parent }, async ({ context = "" }) => {
        const inner = await tracer.span("inner", { kind: "internal" }, async (span) => span.context ?? "");
        assert.equal(isSampled(inner), isSampled(context), "what is inside follows");
        const later = { kind: "consumer", continues: context } as const;
        const anew = await tracer.span("later", later, async (span) => span.context ?? "");
        assert.equal(isSampled(anew), isSampled(context), "and what goes on with it");
        assert.equal(sampledTrace(anew) !== sampledTrace(context), isSampled(context), "in a trace of its own");
        return isSampled(context);
      });
    };
    assert.equal(await decided("parentbased_traceidratio", 0), false);
    assert.equal(await decided("parentbased_traceidratio", 1), true);
    assert.equal(await decided("parentbased_traceidratio", 0, caller("01")), true);
    assert.equal(await decided("parentbased_always_on", 1, caller("00")), false);
    assert.equal(await decided("always_on", 1, caller("00")), true);
    assert.equal(await decided("always_off", 1, caller("01")), false);
    assert.equal(await decided("always_off", 1, "nonsense"), false);
  });
});
