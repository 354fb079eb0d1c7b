import { readLatin } from "../japanese/latin-reading.ts";
import { readDigits } from "../japanese/number-reading.ts";

/**
 * Numbers and Latin words as Open JTalk reads them best. It reads numbers with their counters well,
 * and with the right accents, so digits stay; capitals it spells letter by letter, and knows some
 * words that it would lose in kana.
 */
export function openJTalkSpelling(text: string): string {
  return (
    text
      .replace(/\d{13,}/gu, readDigits)
      .replace(/(?<!\d)0時/gu, "零時")
      .replace(/(?<![\d.])20[歳才]/gu, "はたち")
      .replace(/(?<=[\d一二三四五六七八九十百千万])件/gu, "ケン")
      // Its dictionary has 朝が (ちょうが), 母や (おもや) and the like as words of their own.
      .replace(/(?<!\p{Script=Han})[朝山]が(?=$|[\s。、！？!?.,])/gu, (word) => `${word.slice(0, -1)}ガ`)
      .replace(/(?<!\p{Script=Han})[母星紙林緑山]や/gu, (word) => `${word.slice(0, -1)}ヤ`)
      .replace(/(?<!\p{Script=Han})川も/gu, "川モ")
      .replace(/(?<!\p{Script=Han})後(?=と[^\p{Script=Hiragana}])/gu, "あと")
      .replace(/(?<!\d)1(?=[箱玉]\P{Script=Han})/gu, "ひと")
      .replace(/[A-Za-z]+/gu, (word) => KNOWN[word.toLowerCase()] ?? (SPELLED.test(word) ? word : readLatin(word)))
  );
}

/** Words of its dictionary, as they stand there. */
const KNOWN: Readonly<Record<string, string>> = { iphone: "iPhone", line: "LINE", gw: "GW" };
/** It drops longer words in capitals that it does not know. */
const SPELLED = /^[A-Z]{1,4}$/u;
