import assert from "node:assert/strict";
import { jobIdOf } from "@guchi/chain/job/id.ts";
import { after, before, describe, it } from "node:test";
import { after as afterEvent } from "./state.ts";
import { startWebhookSystem } from "./testing/system.ts";

describe("the webhook messenger", { timeout: 120_000, concurrency: true }, () => {
  describe("over HTTP", { concurrency: false }, () => {
    let system: Awaited<ReturnType<typeof startWebhookSystem>>;
    before(async () => {
      system = await startWebhookSystem();
      await system.open();
    });
    after(() => system.stop());

    it("brings an answer to the URL that came with the message, once, however often that is sent", async () => {
      const [{ job, status }, again] = [
        await system.say("うれしい！", "key-1"),
        await system.say("うれしい！", "key-1"),
      ];
      assert.deepEqual([status, again.job], [202, job]);
      await system.becomes(job, "delivered");
      const [call, ...others] = system.got(job);
      assert.deepEqual(others, []);
      const told = JSON.parse(call?.text ?? "") as { job: string; output: { message: string } };
      assert.deepEqual([told.job, told.output.message], [job, "よかったね：うれしい！"]);
    });

    it("tries again what was certainly not taken, and sends nothing more where nobody can know", async () => {
      system.receiver.behave({ status: 503 });
      const later = await system.say("あとで");
      await system.becomes(later.job, "delivered");
      assert.deepEqual(
        system.got(later.job).map(({ status }) => status),
        [503, 200],
      );
      system.receiver.behave({ cut: "before" });
      const unknown = await system.say("とぎれた");
      await system.becomes(unknown.job, "unconfirmed");
      assert.equal(system.got(unknown.job).length, 1);
    });

    it("holds an answer while the receiver is away, and brings it with the next one", async () => {
      system.receiver.behave(...Array.from({ length: 5 }, () => ({ status: 503 })));
      const held = await system.say("ひとつめ");
      await system.becomes(held.job, "held");
      const next = await system.say("ふたつめ");
      await system.becomes(held.job, "delivered");
      for (const { job } of [held, next]) {
        assert.equal(system.got(job).filter(({ status }) => status === 200).length, 1);
      }
    });

    it("fails where the receiver refuses, and a rewind sends it", async () => {
      system.receiver.behave({ status: 400 });
      const { job } = await system.say("だめ");
      await system.becomes(job, "failed");
      assert.equal((await system.client.rewind(job)).ok, true);
      await system.becomes(job, "delivered");
      assert.deepEqual(
        system.got(job).map(({ status }) => status),
        [400, 200],
      );
    });

    it("sends nothing of a job that is purged, and nothing of it remains", async () => {
      system.receiver.behave(...Array.from({ length: 5 }, () => ({ status: 503 })));
      const { job } = await system.say("ひみつ");
      await system.becomes(job, "held");
      await system.client.purge(job);
      await system.becomes((await system.say("つぎ")).job, "delivered");
      assert.deepEqual(
        system.got(job).map(({ status }) => status),
        [503, 503, 503, 503, 503],
      );
      assert.ok(!(await system.everything()).includes("ひみつ"));
    });

    it("lets in no message without text and URL", async () => {
      for (const body of ["", "{}", '{"text":"a","url":"ftp://a"}', '{"text":" ","url":"http://a"}']) {
        const response = await fetch(`http://127.0.0.1:${system.port}/messages`, { method: "POST", body });
        assert.equal(response.status, 422, body);
      }
    });
  });

  for (const [point, arrived] of [
    ["webhook-delivery.noted", 0],
    ["webhook-delivery.answered", 1],
  ] as const) {
    it(`killed at ${point} sends nothing twice, and says that nobody can know`, async (t) => {
      const system = await startWebhookSystem();
      t.after(() => system.stop());
      const { exited } = await system.open(point);
      await system.say("うれしい！", point).catch(() => undefined); // it may die before it answers
      const job = jobIdOf(`webhook:${point}`);
      await exited;
      await system.endDeadLocks();
      await system.open();
      await system.becomes(job, "unconfirmed");
      assert.equal(system.got(job).length, arrived);
    });
  }
});

describe("the states of a delivery", () => {
  const STATES = ["new", "sending", "not-sent", "held", "delivered", "unconfirmed", "withdrawn"] as const;
  const EVENTS = ["send", "taken", "not-taken", "no-answer", "hold", "erase"] as const;

  it("let no request leave after one that may have arrived", () => {
    for (const state of ["sending", "delivered", "unconfirmed", "withdrawn"] as const) {
      assert.notEqual(afterEvent(state, "send"), "sending", state);
    }
  });

  it("end where they end", () => {
    const goOn = STATES.map((state) => [state, EVENTS.filter((event) => afterEvent(state, event) !== undefined)]);
    assert.deepEqual(Object.fromEntries(goOn), {
      new: ["send", "erase"],
      sending: ["send", "taken", "not-taken", "no-answer", "erase"],
      "not-sent": ["send", "hold", "erase"],
      held: ["send", "erase"],
      delivered: [],
      unconfirmed: ["taken"],
      withdrawn: [],
    });
  });
});
