import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConflictError } from "@guchi/chain/client.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import type { Language } from "@guchi/contracts/language.ts";
import { fits, SchemaError } from "@guchi/chain/schema.ts";
import Type from "typebox";
import { lineEvent, lineId, textEvent } from "../../../test/fakes/line/webhook.ts";
import { Intake } from "./intake.ts";
import type { Ownership } from "./ownership.ts";

/** An intake whose ownership and client note what was asked of them, in order. */
function noting({
  withdrawn = [],
  fail,
  full,
  noticesFull = false,
  language,
  text = "疲れた",
  found,
}: {
  readonly withdrawn?: boolean[];
  readonly fail?: Error;
  readonly full?: "full" | "share";
  readonly noticesFull?: boolean;
  /** The one that the user wrote in last. */
  readonly language?: Language;
  readonly text?: string;
  /** The job that the client finds. */
  readonly found?: JobRecord;
} = {}) {
  const did: string[] = [];
  const texts: unknown[] = [];
  const ownership = {
    isWithdrawn: async () => {
      did.push("look");
      return withdrawn.shift() ?? false;
    },
    follow: async () => void did.push("follow"),
    spoke: async (_: string, spoken: Language) => void did.push(`spoke ${spoken}`),
    languageOf: async () => language,
  } as unknown as Ownership;
  const client = {
    find: async () => found,
    start: async (pipeline: string, input: unknown) => {
      texts.push(fits(Text, input) ? input.text : input);
      did.push(`start ${pipeline}`);
      if (fail !== undefined) throw fail;
      return { id: "job", created: true };
    },
    purge: async (job: string) => {
      did.push(job === "event" ? "purge the event" : "purge");
      return "purged" as const;
    },
  };
  const log = { warn: () => undefined };
  const intake = new Intake({
    channel: "",
    client,
    ownership,
    pipelineOf: () => "guchi",
    admission: { admit: async (_user, start) => full ?? start() },
    notices: { admit: async (start) => (noticesFull ? "full" : start()) },
    priorityOf: async () => undefined,
    herName: async () => undefined,
    hears: true,
    onTalk: ({ job }) => void did.push(`talk ${job}`),
    log,
  });
  return {
    did,
    texts,
    take: (event: Record<string, unknown> = textEvent(lineId(), text)) =>
      intake.take({ channel: "", receivedAt: 1, event }, "event"),
  };
}

const Text = Type.Object({ text: Type.String() });

describe("the intake", () => {
  it("notes whose job it is before it starts it, and looks for a withdrawal before and after", async () => {
    const { did, take } = noting();
    assert.equal(await take(), "talk");
    assert.deepEqual(did, ["follow", "look", "start guchi", "look", "talk job", "spoke ja"]);
  });

  for (const [language, heard] of [
    [undefined, "😢😡"],
    ["ja", "😢😡"],
    ["en", "😢😡 sad, angry"],
  ] as const) {
    it(`passes on emoji alone as ${heard} when the user wrote ${language ?? "nothing"} before, and learns no language`, async () => {
      const { did, texts, take } = noting({ text: "😢😡", ...(language !== undefined && { language }) });
      await take();
      assert.deepEqual(texts, [heard]);
      assert.ok(!did.some((each) => each.startsWith("spoke")));
    });
  }

  for (const full of ["full", "share"] as const) {
    it(`answers with a word when as many jobs wait as may (${full}), under the id that the message has`, async () => {
      const { did, take } = noting({ full });
      assert.equal(await take(), "talk");
      assert.deepEqual(did, ["follow", "look", "start line-notice", "look"]);
    });
  }

  it("answers a voice with a word, unpaid, when as many jobs wait as may, but not one that is listened to already", async () => {
    const event = lineEvent("message", {
      source: { type: "user", userId: lineId() },
      message: { type: "audio", id: "1", duration: 1_000, contentProvider: { type: "line" } },
    });
    const first = noting({ full: "share" });
    await first.take(event);
    assert.deepEqual(first.did, ["follow", "look", "start line-notice", "look", "purge the event"]);
    const again = noting({ full: "share", found: {} as JobRecord });
    await again.take(event);
    assert.deepEqual(again.did, ["purge the event"]);
  });

  it("lets the event wait when as many words wait as may, too", async () => {
    const { did, take } = noting({ full: "full", noticesFull: true });
    await assert.rejects(take(), { code: "overloaded", class: "transient" });
    assert.deepEqual(did, []);
  });

  it("purges a job whose message was withdrawn while it was started", async () => {
    const { did, take } = noting({ withdrawn: [false, true] });
    await take();
    assert.deepEqual(did, ["follow", "look", "start guchi", "look", "purge", "purge the event"]);
  });

  it("starts nothing that was withdrawn, and purges what a process that died had started", async () => {
    const { did, take } = noting({ withdrawn: [true] });
    await take();
    assert.deepEqual(did, ["follow", "look", "purge", "purge the event"]);
  });

  it("takes an event that started another job before for the same event", async () => {
    const { take } = noting({ fail: new ConflictError("another input") });
    assert.equal(await take(), "talk");
  });

  it("ignores what the pipeline does not take, and passes on everything else, so that it is tried again", async () => {
    const { did, take } = noting({ fail: new SchemaError([{ path: "/text", message: "must be" }]) });
    await take();
    assert.equal(did.at(-1), "purge the event");
    await assert.rejects(noting({ fail: new Error("Connection is closed.") }).take(), /Connection is closed/);
  });
});
