import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { WebSocket } from "ws";
import { startFakeRealtime, type FakeRealtime } from "./server.ts";

const response = {
  conversation: "none",
  instructions: "Read.",
  input: [{ type: "message", role: "user", content: [{ type: "input_text", text: "はい" }] }],
  output_modalities: ["audio"],
  audio: { output: { format: { type: "audio/pcm", rate: 24_000 }, voice: "coral" } },
  max_output_tokens: 4_096,
};

describe("the fake of the Realtime API", () => {
  let fake: FakeRealtime;
  before(async () => {
    fake = await startFakeRealtime();
  });
  after(() => fake.close());

  function open({ key = fake.apiKey, path = "/realtime?model=gpt-realtime-2.1-mini" } = {}) {
    return new WebSocket(`${fake.url.replace("http", "ws")}${path}`, { headers: { authorization: `Bearer ${key}` } });
  }

  /** What is sent from the order to the end of the response, or the error in its place. */
  async function order(event: object): Promise<readonly Record<string, unknown>[]> {
    const socket = open();
    const events: Record<string, unknown>[] = [];
    await new Promise<void>((resolve) => {
      socket.on("message", (data: Buffer) => {
        const received = JSON.parse(data.toString()) as Record<string, unknown>;
        events.push(received);
        if (received["type"] === "session.created") socket.send(JSON.stringify(event));
        if (received["type"] === "response.done" || received["type"] === "error") resolve();
      });
    });
    socket.terminate();
    return events;
  }

  it("speaks the text and says which words it read", async () => {
    const events = await order({ type: "response.create", response });
    const types = events.map(({ type }) => type);
    assert.equal(types[0], "session.created");
    assert.ok(types.includes("response.output_audio.delta"));
    const done = events.find(({ type }) => type === "response.output_audio_transcript.done");
    assert.equal(done?.["transcript"], "はい");
  });

  const refused: readonly (readonly [what: string, event: object])[] = [
    ["an event that it does not know", { type: "response.make", response }],
    ["a parameter that is not its", { type: "response.create", response: { ...response, temperature: 1 } }],
    ["too many tokens", { type: "response.create", response: { ...response, max_output_tokens: 9_999 } }],
    ["text as an output", { type: "response.create", response: { ...response, output_modalities: ["text", "audio"] } }],
    [
      "an unknown voice",
      {
        type: "response.create",
        response: { ...response, audio: { output: { ...response.audio.output, voice: "miku" } } },
      },
    ],
  ];
  for (const [what, event] of refused) {
    it(`answers ${what} with an error event`, async () => {
      const last = (await order(event)).at(-1);
      assert.equal(last?.["type"], "error");
      assert.equal((last["error"] as { type: string }).type, "invalid_request_error");
    });
  }

  const turnedAway = [
    [401, "a wrong key", { key: "sk-wrong" }],
    [404, "an unknown model", { path: "/realtime?model=gpt-gone" }],
    [400, "no model", { path: "/realtime" }],
    [404, "another path", { path: "/live?model=gpt-realtime-2.1-mini" }],
  ] as const;
  for (const [status, what, options] of turnedAway) {
    it(`turns ${what} away at the door`, async () => {
      const socket = open(options);
      socket.on("error", () => undefined);
      const [, answer] = (await once(socket, "unexpected-response")) as [unknown, { readonly statusCode: number }];
      assert.equal(answer.statusCode, status);
      socket.terminate();
    });
  }
});
