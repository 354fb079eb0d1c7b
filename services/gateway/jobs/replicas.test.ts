import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { JobClient } from "@guchi/chain/client.ts";
import { NotReplicatedError } from "@guchi/chain/redis/replicas.ts";
import { startTestGateway, type TestGateway } from "../testing.ts";

describe("a job that no replica has yet", { timeout: 60_000 }, () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway();
  });
  after(() => gateway.stop());

  it("is answered with 503, and the same key finds it when one has", async () => {
    const { records, queues, pipelines } = gateway;
    let isThere = false;
    const confirm = async <Written>(_key: string, write: () => Promise<Written>): Promise<Written> => {
      const written = await write();
      if (!isThere) throw new NotReplicatedError("0 of 1");
      return written;
    };
    const client = new JobClient({ records, queues, pipelines, replicas: { confirm } });
    const app = await gateway.build({ client });
    const post = () =>
      app.inject({
        method: "POST",
        url: "/jobs",
        headers: { "idempotency-key": "one" },
        payload: { pipeline: "guchi", input: { text: "疲れた" } },
      });
    const refused = await post();
    assert.equal(refused.statusCode, 503);
    assert.match(String(refused.headers["retry-after"]), /^\d+$/);
    assert.match(refused.body, /same Idempotency-Key/);
    isThere = true;
    const taken = await post();
    assert.equal(taken.statusCode, 202);
    const { id } = taken.json<{ id: string }>();
    assert.equal((await records.history(id)).length, 1, "it was begun once");
    assert.equal(await queues.get("sentiment").getJobCountByTypes("waiting"), 1);
    await app.close();
  });
});
