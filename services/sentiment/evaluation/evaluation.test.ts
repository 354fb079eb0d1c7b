import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { createLocalSentiment } from "../providers/local.ts";
import type { SentimentProvider } from "../providers/provider.ts";
import { speaksOfSelfHarm } from "../self-harm/self-harm.ts";
import { dev } from "./dev.ts";
import { heldOut } from "./held-out.ts";
import { measure } from "./measure.ts";
import { selfHarm } from "./self-harm.ts";
import { selfHarmUnseen1 } from "./self-harm-unseen-1.ts";
import { selfHarmUnseen2 } from "./self-harm-unseen-2.ts";
import { selfHarmUnseen3 } from "./self-harm-unseen-3.ts";
import { selfHarmUnseen4 } from "./self-harm-unseen-4.ts";
import { selfHarmUnseen5 } from "./self-harm-unseen-5.ts";

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

  it("misses hardly a sentence of self-harm that it learnt from, and hardly takes hyperbole for it", (t) => {
    const sets = [selfHarm, selfHarmUnseen1, selfHarmUnseen2];
    const speaks = [...sets.flatMap((set) => set.speaks), ...selfHarmUnseen5.everyday, ...selfHarmUnseen5.unusual];
    const hyperbole = [
      ...sets.flatMap((set) => set.hyperbole),
      ...selfHarmUnseen5.nearMiss,
      ...selfHarmUnseen5.ordinary,
    ];
    const misses = speaks.filter((text) => !speaksOfSelfHarm(text));
    const falseAlarms = hyperbole.filter(speaksOfSelfHarm);
    t.diagnostic(`self-harm, learnt: ${misses.length} misses of ${speaks.length}`);
    t.diagnostic(`self-harm, learnt: ${falseAlarms.length} false alarms of ${hyperbole.length}`);
    assert.ok(misses.length <= speaks.length * 0.01, misses.join("\n"));
    assert.ok(falseAlarms.length <= hyperbole.length * 0.01, falseAlarms.join("\n"));
    assert.deepEqual(
      selfHarmUnseen3.everyday.filter((text) => !speaksOfSelfHarm(text)),
      [],
    );
  });

  it("finds most everyday words of self-harm that nobody tuned for, and takes no ordinary ones for it", (t) => {
    const { everyday, unusual, nearMiss, ordinary } = selfHarmUnseen4;
    t.diagnostic(`self-harm, unseen: ${missed(everyday)} misses of ${everyday.length} everyday wordings`);
    t.diagnostic(`self-harm, unseen: ${missed(unusual)} misses of ${unusual.length} unusual wordings`);
    t.diagnostic(`self-harm, unseen: ${alarms(nearMiss)} false alarms of ${nearMiss.length} near misses`);
    t.diagnostic(`self-harm, unseen: ${alarms(ordinary)} false alarms of ${ordinary.length} ordinary sentences`);
    assert.ok(missed(everyday) <= everyday.length * 0.1);
    assert.ok(missed(unusual) <= unusual.length * 0.65);
    assert.ok(alarms(nearMiss) <= nearMiss.length * 0.1);
    assert.equal(alarms(ordinary), 0);
  });

  it("takes none of the sentences that are about anything else for self-harm", () => {
    const texts = [dev.ja, dev.en, heldOut.ja, heldOut.en].flatMap((set) => Object.values(set).flat());
    assert.deepEqual(texts.filter(speaksOfSelfHarm), []);
  });
});

const missed = (texts: readonly string[]) => texts.filter((text) => !speaksOfSelfHarm(text)).length;
const alarms = (texts: readonly string[]) => texts.filter(speaksOfSelfHarm).length;
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
