import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { GuchiError } from "@guchi/client/client.ts";
import { firstLanguage } from "../../shared/browser.ts";
import { clock, dayName, lengthOf } from "../time.ts";
import { endAfter, waitAfter } from "../trouble.ts";
import { barsOf, BARS } from "../waveform.ts";
import { hourOf, wordsIn } from "./words.ts";

const HOUR = 3_600_000;

describe("what the page says", () => {
  it("is in the first language of the browser that it speaks, and else in English", () => {
    const cases = [[["ja-JP", "en"]], [["en-GB", "ja"]], [["fr", "ja"]], [["fr", "de"]], [[]]] as const;
    assert.deepEqual(
      cases.map(([languages]) => firstLanguage(languages)),
      ["ja", "en", "ja", "en", "en"],
    );
  });

  it("greets by the hour", () => {
    assert.deepEqual([4, 5, 11, 17, 22].map(hourOf), ["night", "morning", "day", "evening", "night"]);
    for (const language of ["ja", "en"] as const)
      assert.equal(new Set(Object.values(wordsIn(language).greetings)).size, 4);
  });

  it("names days and times as a chat does", () => {
    const now = new Date(2026, 10, 26, 0, 30).getTime();
    const days = [now, now - HOUR, now - 30 * HOUR, now - 400 * 24 * HOUR];
    assert.deepEqual(
      days.map((at) => dayName(at, now, "ja", wordsIn("ja"))),
      ["今日", "昨日", "11月24日(火)", "2025年10月22日(水)"],
    );
    assert.deepEqual([clock(now, "ja"), clock(now, "en")], ["0:30", "12:30 AM"]);
    assert.deepEqual([lengthOf(300), lengthOf(9_400), lengthOf(75_000)], ["0:01", "0:09", "1:15"]);
  });

  it("tells what goes on by itself from what does not", () => {
    const waits = [undefined, 429, 503].map((status) => waitAfter(new GuchiError("x", status ? { status } : {}), true));
    assert.deepEqual(waits, ["unreachable", "slower", "busy"]);
    assert.equal(waitAfter(new GuchiError("x"), false), "offline");
    const ends = [400, 401, 403, 404, 410, 422, 500].map((status) => endAfter(new GuchiError("x", { status })));
    assert.deepEqual(ends, ["refused", "key", "closed", "gone", "gone", "refused", "failed"]);
    assert.equal(endAfter(new Error("x")), "failed");
  });

  it("draws her voice as loud as it is", () => {
    const sound = Float32Array.from({ length: 4_000 }, (_, at) => (at < 2_000 ? 0.1 : 0.5) * Math.sign((at % 2) - 0.5));
    const bars = barsOf(sound);
    assert.equal(bars.length, BARS);
    assert.match(bars, /^2{20}9{20}$/);
    assert.match(barsOf(new Float32Array(10)), /^0+$/);
  });
});
