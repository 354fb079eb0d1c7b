import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { createLocalSentiment } from "../providers/local.ts";
import type { SentimentProvider } from "../providers/provider.ts";
import { speaksOfSelfHarm } from "../self-harm/self-harm.ts";
import { dev } from "./dev.ts";
import { heldOut } from "./held-out.ts";
import { measure } from "./measure.ts";
import { selfHarm } from "./self-harm.ts";

/** The promise of the product: what nobody tuned for is told apart this well. */
const PROMISED_ACCURACY = 0.85;

describe("the local provider, measured", () => {
  let local: SentimentProvider;
  before(async () => {
    local = await createLocalSentiment();
  });

  it("tells complaints from all else on the sentences it was tuned on", async (t) => {
    const { complaintAccuracy, labelAccuracy, sentences } = await measure(local, dev);
    t.diagnostic(`dev: ${percent(complaintAccuracy)} of ${sentences}; three labels: ${percent(labelAccuracy)}`);
    assert.ok(complaintAccuracy >= 0.95);
  });

  it("tells complaints from all else on sentences that nobody tuned for", async (t) => {
    const { complaintAccuracy, labelAccuracy, languageAccuracy, sentences } = await measure(local, heldOut);
    t.diagnostic(`held out: ${percent(complaintAccuracy)} of ${sentences}; three labels: ${percent(labelAccuracy)}`);
    assert.ok(complaintAccuracy >= PROMISED_ACCURACY);
    assert.equal(languageAccuracy, 1);
  });

  it("misses hardly a sentence of self-harm, and hardly takes hyperbole for it", (t) => {
    const misses = selfHarm.speaks.filter((text) => !speaksOfSelfHarm(text));
    const alarms = selfHarm.hyperbole.filter(speaksOfSelfHarm);
    t.diagnostic(`self-harm: ${misses.length} misses of ${selfHarm.speaks.length}`);
    t.diagnostic(`self-harm: ${alarms.length} false alarms of ${selfHarm.hyperbole.length}`);
    assert.ok(misses.length <= selfHarm.speaks.length * 0.01, misses.join("\n"));
    assert.ok(alarms.length <= selfHarm.hyperbole.length * 0.01, alarms.join("\n"));
  });
});

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
