import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lineId, textEvent } from "../../../test/fakes/line/webhook.ts";
import { COMPLAINT, startLineSystem } from "./testing.ts";

describe("a gateway that is killed between LINE's acceptance and its own record", { timeout: 180_000 }, () => {
  for (const way of ["reply", "push"] as const) {
    it(`sends no second message, by ${way}`, async () => {
      const system = await startLineSystem({ closed: true });
      const first = await system.spawnGateway();
      const user = lineId();
      // LINE takes the message and shows it; its answer never reaches the process.
      system.fake.behave(way, { hold: new Promise(() => undefined) });
      await system.post(way === "reply" ? system.message(user) : textEvent(user, COMPLAINT));
      await system.answered(user);
      await first.kill();
      const second = await system.spawnGateway();
      await system.settled(60_000);
      const [job] = await system.jobs();
      const record = await system.records.read(job ?? "");
      assert.ok(record !== undefined);
      assert.equal(record.status, "completed");
      assert.equal((record.place(4).result as { delivered?: string }).delivered, way);
      assert.equal(system.fake.to(user).length, 1);
      const requests = system.fake.requestsTo(way);
      assert.equal(requests.length, 1, "the held request was never answered, so only the second one is recorded");
      assert.equal(requests[0]?.status, way === "reply" ? 400 : 409);
      await second.kill();
      await system.stop();
    });
  }
});
