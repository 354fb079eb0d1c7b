import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { announced } from "./announcer.ts";
import { added, afterNews, anew, filmLines, isOld, newTurn, pipelineOf, type JobNews, type Turn } from "./turn.ts";
import { wordsIn } from "./words/words.ts";

const TURN = newTurn({ key: "k", at: 1, shown: "もう一回", text: "残業", pipeline: "guchi-fast", user: "u" });
const SAID = "はぁ、つかれたね。";
const image = {
  url: "https://x.example/guchi/media/p.jpg?exp=1&sig=s",
  previewUrl: "https://x.example/guchi/media/q.jpg",
};
const audio = { url: "http://localhost/media/v.mp3?sig=t", durationMs: 8_200 };

const step = (step: string, event: string, result?: object): JobNews => ({
  event: "step",
  data: { event, step, result },
});
const end = (output: object, more: object = {}): JobNews => ({
  event: "end",
  data: { status: "completed", output, ...more },
});
const after = (...news: readonly JobNews[]): Turn => news.reduce((turn, each) => afterNews(turn, each, 5), TURN);
const output = { reaction: "idol", sentiment: { language: "ja" }, message: SAID, image, audio };

describe("a message on its way", () => {
  it("has each part as soon as its step is done, with files from this page's own host", () => {
    const turn = after(
      step("sentiment", "completed", { label: "negative", language: "ja" }),
      step("persona", "completed", { message: SAID, language: "ja" }),
      step("imagegen", "began"),
      step("tts", "completed", audio),
    );
    assert.deepEqual(turn.parts, { feeling: "done", words: "done", picture: "doing", voice: "done" });
    const voice = { url: "/media/v.mp3?sig=t", durationMs: 8_200 };
    assert.deepEqual(turn.answer, { at: 5, language: "ja", said: SAID, voice });
    const drawn = afterNews(turn, step("imagegen", "completed", image), 6);
    assert.deepEqual(drawn.answer.picture, { url: "/guchi/media/p.jpg?exp=1&sig=s", previewUrl: "/guchi/media/q.jpg" });
    assert.equal(turn.end, undefined);
  });

  it("says by a word which part could not be made, and has what the answer adds about it", () => {
    const failed = after(step("persona", "completed", { message: SAID }), step("imagegen", "failed"));
    assert.equal(failed.parts.picture, "missing");
    const told = afterNews(failed, end({ ...output, image: undefined, message: `${SAID}\n\n（絵が…）` }), 6);
    assert.deepEqual([told.end, added(told.answer), told.answer.picture], ["answered", "（絵が…）", undefined]);
  });

  it("keeps what was found out about its voice when its URLs are made anew", () => {
    const turn = after(step("tts", "completed", audio));
    const heard = { ...turn, answer: { ...turn.answer, voice: { url: "x", durationMs: 1, peaks: "123" } } };
    assert.equal(afterNews(heard, end(output), 6).answer.voice?.peaks, "123");
  });

  it("knows files that were removed, jobs that were purged, failed or canceled", () => {
    const warnings = [{ step: "imagegen", code: "media_removed" }];
    assert.deepEqual(after(end({ ...output, image: undefined }, { warnings })).answer.lost, ["picture"]);
    const ended = (status: string) => after({ event: "end", data: { status } }).end;
    assert.deepEqual(["purged", "failed", "canceled"].map(ended), ["gone", "failed", "canceled"]);
  });

  it("knows a URL that is good no more", () => {
    const url = "/media/p.jpg?exp=1000&sig=s";
    assert.deepEqual([isOld(url, 999_999), isOld(url, 1_000_001), isOld("/media/p.jpg", 1)], [false, true, false]);
  });

  it("shows a film in the language of the answer", () => {
    const film = { title: { ja: "七人の侍", en: "Seven Samurai" }, director: { ja: "黒澤明", en: "Akira Kurosawa" } };
    const movie = { film: { ...film, year: 1954, minutes: 207, line: "雨の中の戦い。" }, why: "正反対だから。" };
    assert.deepEqual(after(end({ ...output, movie })).answer.film, {
      title: "七人の侍",
      facts: [1954, "黒澤明"],
      minutes: 207,
      line: "雨の中の戦い。",
      why: "正反対だから。",
    });
    const below = (different: object) => {
      const { answer } = after(end({ ...output, movie, ...different }));
      return answer.film === undefined ? [] : filmLines(answer.film, answer);
    };
    assert.deepEqual(below({ image: undefined }), ["雨の中の戦い。", "正反対だから。"]);
    assert.deepEqual(below({}), ["正反対だから。"], "the picture shows it");
    assert.deepEqual(below({ image: undefined, message: "雨の中の戦い。だよ" }), ["正反対だから。"]);
  });

  it("is for a film where one is asked for, and 「ほかには？」 right after a film", () => {
    const film: Turn = { ...TURN, pipeline: "movie" };
    assert.equal(pipelineOf("雨の日に観る映画ない？", undefined), "movie");
    assert.equal(pipelineOf("ほかには？", film), "movie");
    assert.equal(pipelineOf("ほかには？", TURN), "guchi-fast");
    assert.equal(pipelineOf("残業ばっかり", film), "guchi-fast");
  });

  it("is another job when it is sent again, with the same words", () => {
    assert.deepEqual(anew({ ...after(end(output)), job: "j" }, { key: "k2", at: 9 }), { ...TURN, key: "k2", at: 9 });
  });

  it("is told once for each part to who cannot see it", () => {
    const words = wordsIn("ja");
    const news = [
      step("sentiment", "completed", { language: "ja" }),
      step("persona", "completed", { message: SAID }),
      step("imagegen", "began"),
      step("imagegen", "completed", image),
      step("tts", "completed", audio),
      end({ ...output, message: `${SAID}\n\nまた明日ね。` }),
    ];
    let turn = TURN;
    const told = news.map((each) => {
      const before = turn;
      turn = afterNews(turn, each, 5);
      return announced(before, turn, words).join(" ");
    });
    assert.deepEqual(told, [
      "",
      `ミミ：${SAID}`,
      "",
      "絵ができました。",
      "声ができました。0:08。",
      "ミミ：また明日ね。",
    ]);
  });
});
