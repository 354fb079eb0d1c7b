import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testAnyProvider } from "@guchi/providers/testing/provider.suite.ts";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import { HEARD } from "../../../../test/fakes/speech/transcriptions.ts";
import { recordingOf, VOICE } from "../testing.ts";
import type { TranscriptionProvider } from "./provider.ts";

/** What the stage relies on, whichever engine listens. Every provider's test runs it. */
export function testTranscriptionProvider(name: string, create: () => TranscriptionProvider): void {
  describe(`${name} as a transcription provider`, () => {
    it("gives the words of a voice message", async () => {
      assert.equal(await create().transcribe(recordingOf(VOICE), testCall()), HEARD);
    });

    testAnyProvider(create, (provider, call) => provider.transcribe(recordingOf(VOICE), call));
  });
}
