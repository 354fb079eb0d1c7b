import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { JobClient } from "@guchi/chain/client.ts";
import { definePipeline } from "@guchi/chain/define.ts";
import { defineContract, defineStage } from "@guchi/chain/stage.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { sentiment } from "@guchi/contracts/stage-contracts.ts";
import { newMediaKey } from "@guchi/platform/media/store.ts";
import Type from "typebox";
import { startWalkGateway } from "./testing.ts";

const Said = Type.Object({ message: Type.String(), mood: Type.String() });
const say = defineContract({ name: "say", input: Type.Object({}), output: Said, view: Type.Pick(Said, ["message"]) });
const draw = defineContract({
  name: "draw",
  input: Type.Object({}),
  output: Type.Union([Type.Object({ key: Type.String(), seed: Type.Integer() }), Type.Object({})]),
  view: Type.Object({ url: Type.String({ format: "uri" }) }),
});
const send = defineContract({ name: "send", input: Type.Object({}), output: Type.Object({ sent: Type.Boolean() }) });
const card = definePipeline({ name: "card", about: "test", input: Type.Object({}), output: send.output })
  .step(say)
  .step(draw)
  .step(send)
  .end();

const work = { retry: { attempts: 1, backoffMs: 0, maxBackoffMs: 0 }, timeoutMs: 5_000, concurrency: 4 };

describe("what is seen of a step's result", () => {
  let gateway: Awaited<ReturnType<typeof startWalkGateway>>;
  before(async () => {
    gateway = await startWalkGateway({ pipelines: new Map([["card", card]]) });
    gateway.work(
      defineStage(say, {
        ...work,
        run: async (input, { signal }) => {
          if ("hold" in input) await gateway.gate.pass(signal);
          return { message: "おつかれさま", mood: "tired" };
        },
      }),
    );
    gateway.work(
      defineStage(draw, {
        ...work,
        run: async (input, { jobId }) => ("blank" in input ? {} : { key: newMediaKey(jobId, "image", "jpg"), seed: 7 }),
      }),
    );
    gateway.work(
      defineStage(send, {
        ...work,
        run: async (_input, { signal }) => {
          await gateway.gate.pass(signal);
          return { sent: true };
        },
      }),
    );
  });
  after(() => gateway.stop());

  const reached = async (input: object) => {
    gateway.gate.shut();
    const id = await gateway.start(input, "card");
    await until("the last stage", async () => (await gateway.get(id)).stages[2]?.status === "running");
    return id;
  };
  const results = async (id: string) => (await gateway.get(id)).stages.map(({ result }) => result);
  const told = async (id: string) => {
    return resultsIn(await (await gateway.call(`/jobs/${id}/events`)).text());
  };

  it("is what the stage's contract lets be seen, as soon as the step is done", async () => {
    const id = await reached({});
    const [words, picture, sending] = await results(id);
    assert.deepEqual(words, { message: "おつかれさま" });
    assert.match(JSON.stringify(picture), new RegExp(`^\\{"url":"http[^"]+/media/${id}/[^"]+"\\}$`));
    assert.equal(sending, undefined);
    gateway.gate.open();
    assert.deepEqual((await told(id)).at(0), { message: "おつかれさま" });
  });

  it("comes with each completed step's event, also when the job is over", async () => {
    const id = await reached({});
    gateway.gate.open();
    await gateway.inStatus(id, "completed");
    const [words, picture, sending] = await told(id);
    assert.deepEqual(words, { message: "おつかれさま" });
    assert.deepEqual(Object.keys(picture as object), ["url"]);
    assert.equal(sending, undefined, "a contract without a view shows nothing");
    assert.deepEqual(await results(id), [undefined, undefined, undefined], "the output holds it now");
  });

  it("comes with the event also when the step ends between the look at the job and the one at its history", async () => {
    class Late extends JobClient {
      override async history(job: string, from?: number) {
        gateway.gate.open();
        await gateway.inStatus(job, "completed");
        return super.history(job, from);
      }
    }
    const other = await gateway.build({ client: new Late(gateway) });
    await other.listen({ port: 0, host: "127.0.0.1" });
    gateway.gate.shut();
    const arrivals = gateway.gate.arrivals;
    const id = await gateway.start({ hold: true }, "card");
    await until("the first stage", () => gateway.gate.arrivals > arrivals);
    const text = await (await fetch(`${other.listeningOrigin}/jobs/${id}/events`)).text();
    assert.deepEqual(resultsIn(text).at(0), { message: "おつかれさま" });
    await other.close();
  });

  it("is nothing where the result does not fit the view, and nothing of a file that was removed", async () => {
    const blank = await reached({ blank: true });
    assert.deepEqual((await results(blank))[1], undefined);
    const drawn = await reached({});
    await gateway.queues.redis.hset(gateway.queues.keys.job(drawn), { mediaRemovedAt: 1 });
    assert.deepEqual(await results(drawn), [{ message: "おつかれさま" }, undefined, undefined]);
    gateway.gate.open();
  });

  it("tells nobody what was thought of danger before her answer is there", () => {
    assert.deepEqual(Object.keys(sentiment.view?.properties ?? {}), ["label", "score", "language"]);
  });
});

/** The result in each event of a completed step. */
function resultsIn(stream: string): readonly unknown[] {
  const steps = stream.matchAll(/^data: (\{.*"event":"completed".*\})$/gm);
  return [...steps].map(([, data = ""]) => (JSON.parse(data) as { result?: unknown }).result);
}
