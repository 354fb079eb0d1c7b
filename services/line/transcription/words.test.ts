import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_TEXT_UTF16_UNITS } from "@guchi/contracts/guchi.ts";
import { soundFormatOf } from "./recording.ts";
import { spokenWords } from "./words.ts";

test("the words of a transcript are what a user would have typed", () => {
  for (const [transcript, words] of [
    ["残業ばっかりで疲れた。\n", "残業ばっかりで疲れた。"],
    ["(笑) もう無理  だよ", "もう無理 だよ"],
    ["ありがとうございました", "ありがとうございました"],
    ["おやすみなさい。", "おやすみなさい。"],
    ["Thank you.", "Thank you."],
    ["死にたい", "死にたい"],
  ] as const) {
    assert.equal(spokenWords(transcript), words);
  }
});

test("silence, music, and what engines make up in place of them, are no words", () => {
  for (const transcript of [
    "",
    " \n",
    "…",
    "(音楽)",
    "♪～♪",
    "[BLANK_AUDIO]",
    "ご視聴ありがとうございました。",
    "You",
  ]) {
    assert.equal(spokenWords(transcript), undefined, transcript);
  }
});

test("a transcript is no longer than a message may be, and holds no half characters", () => {
  const words = spokenWords("あ".repeat(MAX_TEXT_UTF16_UNITS - 1) + "😭😭") ?? "";
  assert.ok(words.length <= MAX_TEXT_UTF16_UNITS && words.isWellFormed());
});

test("a sound is known by its first bytes, whatever a phone calls it", () => {
  const cases: readonly (readonly [string | number[], string | undefined])[] = [
    ["\0\0\0\x1cftypM4A ", "m4a"],
    ["ID3\x04\0\0\0\0", "mp3"],
    [[0xff, 0xfb, 0x90, 0x64], "mp3"],
    ["RIFF\0\0\0\0WAVEfmt ", "wav"],
    ["OggS\0", "ogg"],
    ["fLaC\0", "flac"],
    [[0x1a, 0x45, 0xdf, 0xa3], "webm"],
    ["#!AMR\n", undefined],
    ["<html>", undefined],
    ["", undefined],
  ];
  for (const [bytes, extension] of cases) {
    assert.equal(soundFormatOf(Buffer.from(bytes as string))?.extension, extension, String(bytes));
  }
});
