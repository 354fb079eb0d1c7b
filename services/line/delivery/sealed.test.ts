import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { COMPLAINT, startLineSystem, type LineSystem } from "../../../test/support/line-system.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { lineId, textEvent } from "../../../test/fakes/line/webhook.ts";

describe("LINE under DATA_KEY", { timeout: 60_000 }, () => {
  let system: LineSystem;
  before(async () => {
    system = await startLineSystem({ env: { DATA_KEY: Buffer.alloc(32, 3).toString("base64") } });
  });
  after(() => system.stop());

  it("keeps neither the complaint nor the answer in the clear: not while it is sent, not while it waits", async () => {
    const user = lineId();
    const hold = Promise.withResolvers<void>();
    system.fake.setQuota(0);
    system.fake.behave("push", { hold: hold.promise });
    await system.post(textEvent(user, COMPLAINT));
    await until("the delivery to be noted", async () => (await system.everything()).includes(":deliveries"));
    await assertSealed(system);
    hold.resolve();
    await system.settled();
    assert.equal(system.fake.to(user).length, 0, "the month's messages are used up: it is held");
    await assertSealed(system);
    system.fake.setQuota(10);
    await system.post(system.message(user, "うれしい"));
    const [sent] = await system.answered(user);
    assert.match(JSON.stringify(sent), /おつかれさま/, "and opened when it is handed over");
  });
});

async function assertSealed(system: LineSystem): Promise<void> {
  const text = await system.everything();
  assert.ok(!text.includes(COMPLAINT) && !text.includes("おつかれさま"));
}
