import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cpuMs } from "@guchi/platform/testing/cpu.ts";
import { saysSelfHarm, SELF_HARM } from "./plain-words.ts";

describe("plain words of self-harm in other languages", () => {
  const says = {
    ko: ["죽고 싶다", "손목을 그었어"],
    zh: ["我想死", "我想自殺", "唔想做人"],
    th: ["อยากตาย"],
    vi: ["em muốn chết", "không muốn sống nữa"],
    id: ["pengen mati aja", "aku mau bunuh diri"],
    tl: ["gusto ko nang mamatay", "gusto kong mamatay", "ayoko nang mabuhay", "ayaw ko na mabuhay"],
    pt: ["quero morrer", "vou me matar"],
    es: ["quiero morir", "me quiero morir"],
    fr: ["je veux mourir", "je veux en finir"],
    de: ["ich will nur noch sterben", "ich bring mich um"],
    ru: ["хочу умереть", "не хочу жить"],
  } as const;
  const none = {
    ko: ["배고파 죽겠어"],
    zh: ["累死了", "笑想死"],
    vi: ["muốn chết cười"],
    id: ["mau mati ketawa", "mati lampu"],
    pt: ["quero morrer de rir"],
    es: ["me quiero morir de risa"],
    fr: ["je veux mourir de rire"],
    de: ["ich will leben"],
  } as const;
  it("are known", () => {
    for (const [language, texts] of Object.entries(says)) {
      for (const text of texts) assert.ok(saysSelfHarm(text, language as keyof typeof says), text);
    }
  });

  it("are not turns of phrase", () => {
    for (const [language, texts] of Object.entries(none)) {
      for (const text of texts) assert.ok(!saysSelfHarm(text, language as keyof typeof none), text);
    }
  });

  // A pattern with two ways to read the same words would take time that doubles with each of them.
  it("are looked for without delay in whatever their own words make", () => {
    const start = cpuMs();
    for (const pattern of Object.values(SELF_HARM)) {
      const words = [...new Set(pattern.source.match(/[\p{L}\p{M}']+/gu) ?? [])];
      for (const one of words) {
        for (const other of words) pattern.test(`${words[0]} ${`${one} ${other} `.repeat(60)}`);
      }
    }
    assert.ok(cpuMs() - start < 20_000, `${cpuMs() - start} ms`);
  });
});
