import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startTestGateway, type TestGateway } from "../testing.ts";

describe("the client in a browser", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  const get = (path: string) => fetch(new URL(path, gateway.app.listeningOrigin));

  it("is JavaScript, with every module that it imports", async () => {
    const seen = new Set<string>();
    const visit = async (path: string): Promise<void> => {
      if (seen.has(path)) return;
      seen.add(path);
      const answer = await get(path);
      const source = await answer.text();
      assert.equal(answer.status, 200, path);
      assert.match(answer.headers.get("content-type") ?? "", /^text\/javascript/);
      assert.doesNotMatch(source, /^(?:import|export) type |^interface /m);
      for (const [, next = ""] of source.matchAll(/ from "(\.[^"]+)"/g)) {
        await visit(new URL(next, `http://x${path}`).pathname);
      }
    };
    await visit("/client/client.ts");
    assert.ok(seen.size > 1);
  });
});
