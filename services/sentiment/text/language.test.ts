import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { answerLanguage, languageOf } from "@guchi/contracts/language/of-text.ts";
import { detectLanguage } from "./language.ts";

describe("the language of a message", () => {
  const table = {
    ja: [
      "疲れた",
      "OMG疲れた",
      "最悪",
      "過労、疲労困憊",
      "LINEの既読がつかない",
      "今日のmeeting、無駄だった",
      "shigoto ga tsurai",
      "",
      "12",
      "!?",
      "a",
      "w",
    ],
    en: [
      "tired",
      "so done w this",
      "ok",
      "no",
      "I can't even",
      "what does おつかれ mean",
      "fml",
      "goat ate my lunch",
      "kung fu comedy",
      "my son wants pizza",
    ],
    ko: ["너무 힘들어요", "ㅠㅠ", "오늘 「はい」만 열 번 들음"],
    zh: ["今天好累", "老闆又叫我加班", "我不想说话", "这里没有人懂我"],
    th: ["เหนื่อยมาก", "JLPT ไม่ผ่าน"],
    vi: ["mệt quá", "hôm nay sếp lại mắng", "toi buon qua"],
    id: ["capek banget hari ini", "bos aku nyebelin"],
    tl: ["pagod na pagod na ako", "ayoko na sa trabaho"],
    pt: ["estou muito cansada", "meu chefe é um saco", "Você sabe jogar forca?"],
    es: ["estoy muy cansada", "mi jefe no me escucha"],
    fr: ["je suis trop fatiguée", "mon patron ne m'écoute pas"],
    de: ["ich bin so müde", "mein Chef hört nicht zu"],
    ru: ["я очень устала", "начальник опять орёт"],
    my: ["အရမ်းပင်ပန်းတယ်"],
    ne: ["आज धेरै थाकें"],
  } as const;
  for (const [language, texts] of Object.entries(table)) {
    it(`is told: ${language}`, () => {
      assert.deepEqual(
        texts.map((text) => [text, detectLanguage(text)]),
        texts.map((text) => [text, language]),
      );
    });
  }

  it("is answered in the same language by those who have not listened to it", () => {
    const lettered = Object.values(table)
      .flat()
      .filter((text) => /\p{L}/u.test(text));
    assert.deepEqual(
      lettered.map((text) => [text, languageOf(text)]),
      lettered.map((text) => [text, answerLanguage(detectLanguage(text))]),
    );
    for (const text of ["", "12", "😢", "(^_^)"]) assert.equal(languageOf(text), undefined, text);
  });
});
