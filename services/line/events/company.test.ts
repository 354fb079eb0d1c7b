import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import { until } from "@guchi/chain/testing/until.ts";
import type { DeliveryState } from "../delivery/machine.ts";
import { Company } from "./company.ts";

const SENDING: DeliveryState = { state: "sending", way: "reply", at: 1, by: "a", isFirst: true, carries: [] };

/** Company for one job, whose state the test changes; `shown` are the animation's requests. */
function accompany(
  state: { status: JobRecord["status"]; delivery?: DeliveryState; waiting?: boolean },
  answer = 202,
  isUnderWay = false,
) {
  const shown: [user: string, seconds: number][] = [];
  const left: string[] = [];
  const asked: string[] = [];
  let looked = 0;
  const company = new Company({
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
    deliveries: {
      read: async () => {
        const held = state.waiting === true ? [["other", { state: "held", at: 1 }] as const] : [];
        return new Map<string, DeliveryState>([...(state.delivery ? [["j", state.delivery] as const] : []), ...held]);
      },
      happen: async (_, [job]) => (left.push(job) > 0 && !isUnderWay ? new Map() : undefined),
    },
    askToWait: async ({ job }) => void asked.push(job),
    log: { debug: () => undefined },
    renewMs: 5,
    leaveTokenMs: 20,
  });
  company.begin({ job: "j", line: { to: "U1", at: 1, replyToken: "t" }, alone: true, language: "ja", receivedAt: 1 });
  return { company, shown, left, asked, looked: () => looked };
}

/** Time in which it would have gone on: that of a few rounds of another one. */
async function someRounds(): Promise<void> {
  const { company, shown } = accompany({ status: "running" });
  await until("five rounds", () => shown.length >= 5);
  company.close();
}

describe("a job that takes long", () => {
  it("asks for no patience when the answer got under way between the look and the leaving of its token", async () => {
    const { company, left, asked } = accompany({ status: "running", waiting: true }, 202, true);
    await until("some tries", () => left.length > 2);
    assert.deepEqual(asked, []);
    company.close();
  });

  it("leaves its reply token to answers that wait, after a while, and is shown as under way all the same", async () => {
    const state: Parameters<typeof accompany>[0] = { status: "running", waiting: true };
    const { company, shown, left, asked } = accompany(state);
    await until("the token to be left", () => asked.length > 0);
    assert.ok(shown.length > 1, "not at once");
    assert.deepEqual([left[0], asked[0]], ["j", "j"]);
    state.delivery = { state: "composed", at: 1, tokenOver: true };
    await someRounds();
    const { length } = asked;
    const before = shown.length;
    await until("more animation", () => shown.length > before);
    assert.equal(asked.length, length);
    company.close();
  });

  it("keeps its token when nothing waits", async () => {
    const { company, shown, asked } = accompany({ status: "running" });
    await until("many rounds", () => shown.length > 10);
    assert.deepEqual(asked, []);
    company.close();
  });
});

describe("the loading animation", () => {
  it("is renewed while the job runs, in LINE's steps, and ends when the answer is under way", async () => {
    const state: Parameters<typeof accompany>[0] = { status: "running" };
    const { shown, looked } = accompany(state);
    await until("three requests", () => shown.length >= 3);
    assert.deepEqual(shown[0], ["U1", 10]);
    state.delivery = SENDING;
    const before = looked();
    await until("one more look", () => looked() > before);
    const { length } = shown;
    await someRounds();
    assert.equal(shown.length, length);
    assert.equal(looked(), before + 1);
  });

  for (const status of ["completed", "failed", "canceled"] as const) {
    it(`is not shown for a job that is ${status}`, async () => {
      const { shown, looked } = accompany({ status });
      await until("a look", () => looked() > 0);
      await someRounds();
      assert.deepEqual([shown.length, looked()], [0, 1]);
    });
  }

  it("is one loop for all messages of a chat, by the oldest that is not answered", async () => {
    const states = new Map<string, DeliveryState>();
    const looked: string[] = [];
    let shown = 0;
    const company = new Company({
      api: {
        showLoading: async () => {
          shown += 1;
          return { kind: "answer", status: 202, message: "", body: undefined };
        },
      },
      client: {
        find: async (job) => {
          looked.push(job);
          return { status: "running" } as JobRecord;
        },
      },
      deliveries: { read: async () => states, happen: async () => undefined },
      askToWait: async () => undefined,
      log: { debug: () => undefined },
      renewMs: 5,
    });
    const jobs = Array.from({ length: 200 }, (_, index) => `j${index}`);
    const line = { to: "U1", at: 1, replyToken: "t" };
    for (const job of jobs) company.begin({ job, line, alone: true, language: "ja", receivedAt: 1 });
    await until("some rounds", () => shown >= 5);
    assert.deepEqual(new Set(looked), new Set(["j0"]));
    assert.ok(looked.length - shown <= 1, "one request a look");
    for (const job of ["j0", "j1"]) states.set(job, SENDING);
    await until("the next one", () => looked.at(-1) === "j2");
    company.close();
  });

  it("goes on after LINE refused it once, and ends with the process", async () => {
    const { company, shown } = accompany({ status: "running" }, 500);
    await until("three requests", () => shown.length >= 3);
    company.close();
    await someRounds();
    const { length } = shown;
    await someRounds();
    assert.equal(shown.length, length);
  });
});
