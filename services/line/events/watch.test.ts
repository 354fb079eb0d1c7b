import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import { until } from "@guchi/chain/testing/until.ts";
import type { Parcel } from "../delivery/parcel.ts";
import { Watch } from "./watch.ts";

/** A watch over one job, whose state the test changes; `shown` are the animation's requests. */
function watching(
  state: { status: JobRecord["status"]; parcel: Parcel; waiting?: boolean },
  answer = 202,
  isUnderWay = false,
) {
  const shown: [user: string, seconds: number][] = [];
  const left: string[] = [];
  const asked: string[] = [];
  let looked = 0;
  const watch = new Watch({
    api: {
      showLoading: async (user, seconds) => {
        shown.push([user, seconds]);
        return { kind: "answer", status: answer, message: "", body: undefined };
      },
    },
    client: {
      find: async () => {
        looked += 1;
        return { status: state.status, pipeline: "guchi" } as JobRecord;
      },
    },
    parcels: { read: async () => state.parcel, leaveToken: async (job) => left.push(job) > 0 && !isUnderWay },
    kept: { any: async () => state.waiting === true },
    askToWait: async ({ job }) => void asked.push(job),
    log: { debug: () => undefined },
    renewMs: 5,
    leaveTokenMs: 20,
  });
  watch.begin({ job: "j", line: { to: "U1", at: 1, replyToken: "t" }, alone: true, language: "ja", receivedAt: 1 });
  return { watch, shown, left, asked, looked: () => looked };
}

/** Time in which a watch would have gone on: that of a few rounds of another one. */
async function someRounds(): Promise<void> {
  const { watch, shown } = watching({ status: "running", parcel: {} });
  await until("five rounds", () => shown.length >= 5);
  watch.close();
}

describe("a job that takes long", () => {
  it("asks for no patience when the answer got under way between the look and the leaving of its token", async () => {
    const { watch, left, asked } = watching({ status: "running", parcel: {}, waiting: true }, 202, true);
    await until("some tries", () => left.length > 2);
    assert.deepEqual(asked, []);
    watch.close();
  });

  it("leaves its reply token to answers that wait, after a while, and is shown as under way all the same", async () => {
    const state: Parameters<typeof watching>[0] = { status: "running", parcel: {}, waiting: true };
    const { watch, shown, left, asked } = watching(state);
    await until("the token to be left", () => asked.length > 0);
    assert.ok(shown.length > 1, "not at once");
    assert.deepEqual([left[0], asked[0]], ["j", "j"]);
    state.parcel = { tokenOver: true };
    await someRounds();
    const { length } = asked;
    const before = shown.length;
    await until("more animation", () => shown.length > before);
    assert.equal(asked.length, length);
    watch.close();
  });

  it("keeps its token when nothing waits", async () => {
    const { watch, shown, asked } = watching({ status: "running", parcel: {} });
    await until("many rounds", () => shown.length > 10);
    assert.deepEqual(asked, []);
    watch.close();
  });
});

describe("the loading animation", () => {
  it("is renewed while the job runs, in LINE's steps, and ends when the answer is under way", async () => {
    const state: Parameters<typeof watching>[0] = { status: "running", parcel: {} };
    const { shown, looked } = watching(state);
    await until("three requests", () => shown.length >= 3);
    assert.deepEqual(shown[0], ["U1", 10]);
    state.parcel = { reply: 1 };
    const before = looked();
    await until("one more look", () => looked() > before);
    const { length } = shown;
    await someRounds();
    assert.equal(shown.length, length);
    assert.equal(looked(), before + 1);
  });

  for (const status of ["completed", "failed", "canceled"] as const) {
    it(`is not shown for a job that is ${status}`, async () => {
      const { shown, looked } = watching({ status, parcel: {} });
      await until("a look", () => looked() > 0);
      await someRounds();
      assert.deepEqual([shown.length, looked()], [0, 1]);
    });
  }

  it("is one loop for all messages of a chat, by the oldest that is not answered", async () => {
    const parcels = new Map<string, Parcel>();
    const looked: string[] = [];
    let shown = 0;
    const watch = new Watch({
      api: {
        showLoading: async () => {
          shown += 1;
          return { kind: "answer", status: 202, message: "", body: undefined };
        },
      },
      client: { find: async () => ({ status: "running" }) as JobRecord },
      parcels: {
        read: async (job) => {
          looked.push(job);
          return parcels.get(job) ?? {};
        },
        leaveToken: async () => false,
      },
      kept: { any: async () => false },
      askToWait: async () => undefined,
      log: { debug: () => undefined },
      renewMs: 5,
    });
    const jobs = Array.from({ length: 200 }, (_, index) => `j${index}`);
    const line = { to: "U1", at: 1, replyToken: "t" };
    for (const job of jobs) watch.begin({ job, line, alone: true, language: "ja", receivedAt: 1 });
    await until("some rounds", () => shown >= 5);
    assert.deepEqual(new Set(looked), new Set(["j0"]));
    assert.ok(looked.length - shown <= 1, "one request a look");
    for (const job of ["j0", "j1"]) parcels.set(job, { reply: 1 });
    await until("the next one", () => looked.at(-1) === "j2");
    watch.close();
  });

  it("goes on after LINE refused it once, and ends with the process", async () => {
    const { watch, shown } = watching({ status: "running", parcel: {} }, 500);
    await until("three requests", () => shown.length >= 3);
    watch.close();
    await someRounds();
    const { length } = shown;
    await someRounds();
    assert.equal(shown.length, length);
  });
});
