import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, it } from "node:test";
import { checkOpenAi } from "./check.ts";

/** What the next request gets; 0: the connection is cut. */
let status = 200;
let asked: string | undefined;
const server = createServer((request, response) => {
  asked = `${request.method} ${request.url} ${request.headers.authorization}`;
  if (status === 0) request.socket.destroy();
  else response.writeHead(status).end('{"data":[]}');
});
before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
after(() => server.close());

async function check(told: number): Promise<void> {
  status = told;
  const { port } = server.address() as AddressInfo;
  const settings = { OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` };
  await checkOpenAi("openai", settings)(new AbortController().signal);
}

it("a service lives that lists its models, has no such list, or has no time for it", async () => {
  for (const told of [200, 404, 405, 429]) await check(told);
  assert.equal(asked, "GET /v1/models Bearer sk-test");
});

it("a service does not live that fails inside, takes the key no more, breaks off or is not there", async () => {
  await assert.rejects(check(503), { kind: "server_error" });
  await assert.rejects(check(401), { kind: "misconfigured" });
  await assert.rejects(check(0), { kind: "cut" });
  const settings = { OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: "http://gone.invalid/v1" };
  await assert.rejects(checkOpenAi("openai", settings)(new AbortController().signal), { kind: "unreachable" });
});
