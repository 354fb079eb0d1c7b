import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CareKind, type Language, MAX_TEXT_UTF16_UNITS } from "@guchi/contracts/guchi.ts";
import { MessageLanguage } from "@guchi/contracts/language.ts";
import { careFor, quietLine } from "./choose.ts";
import { LINES, type LineEntry, type LineId, helpLine } from "./lines.ts";
import { otherLanguageText } from "./other-languages.ts";
import { CARE_WORDS, FOLLOW_UP_WORDS, UNSURE_WORDS } from "./words.ts";

const LANGUAGES: readonly Language[] = ["ja", "en"];
const KINDS: readonly (CareKind | undefined)[] = [...CareKind.enum, undefined];
const JOBS = Array.from({ length: 60 }, (_, n) => `job-${n}`);
const OTHERS = MessageLanguage.enum.filter((language) => language !== "ja" && language !== "en");

const entries: readonly LineEntry[] = LINES;
const digits = (text: string) => text.replaceAll(/\D/g, "");
const NUMBERS = new Set(entries.flatMap(({ phone }) => (phone === undefined ? [] : [digits(phone)])));

/** Numbers of three digits or more, addresses and times of day aside. */
function numbersIn(text: string): string[] {
  const runs = text.replaceAll(/https?:\/\/\S+|\d{1,2}:\d{2}/g, "").match(/#?\d+(?:[-\s]\d+)*/g) ?? [];
  return runs.map(digits).filter((run) => run.length >= 3);
}

/** How many sentences, what is quoted within them aside. */
function sentencesIn(text: string): number {
  return text.replaceAll(/「[^」]*」|"[^"]*"/g, "").match(/[。？]|[.?](?=\s|$)/g)?.length ?? 0;
}

const wordings = [...Object.values(CARE_WORDS), FOLLOW_UP_WORDS, UNSURE_WORDS];
const everyWording = wordings.flatMap(({ ja, en }) => [...ja, ...en]);
const everyAnswer = [
  ...LANGUAGES.flatMap((language) =>
    KINDS.flatMap((kind) =>
      JOBS.flatMap((jobId) => [careFor({ kind, language, jobId }), careFor({ kind, language, jobId, followUp: true })]),
    ),
  ),
  ...OTHERS.flatMap((language) =>
    ["我很难过", "我很難過"].flatMap((text) =>
      [false, true].map((danger) => otherLanguageText({ language, text, danger })),
    ),
  ),
];

const ids = (lines: readonly { readonly name: string }[], language: Language) =>
  lines.map(({ name }) => entries.find((entry) => entry.name[language] === name)?.id);

const of = (kind: CareKind | undefined, language: Language) =>
  ids(careFor({ kind, language, jobId: "job" }).lines, language);
const say = (text: string) => otherLanguageText({ language: "zh", text, danger: false }).message;

describe("the help lines", () => {
  it("each have a way to them or advice, an https source and the day of the check", () => {
    assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length);
    for (const { id, phone, url, source, checkedAt, hours, name } of entries) {
      assert.ok(phone !== undefined || url !== undefined || id === "elder-care", id);
      assert.match(source, /^https:\/\/\S+$/, id);
      assert.match(checkedAt, /^\d{4}-\d{2}-\d{2}$/, id);
      assert.ok(!Number.isNaN(Date.parse(checkedAt)), id);
      for (const language of LANGUAGES) assert.ok(name[language] !== "" && hours[language] !== "", id);
      if (url !== undefined) assert.equal(new URL(url).protocol, "https:");
    }
  });

  it("have one number each", () => {
    const phones = entries.flatMap(({ phone }) => (phone === undefined ? [] : [phone]));
    assert.equal(new Set(phones).size, phones.length);
  });

  it("are shown in the language of the message", () => {
    assert.deepEqual(helpLine("samaritans", "en"), {
      name: "Samaritans in the UK and Ireland",
      phone: "116 123",
      hours: "24 hours, free",
    });
    assert.throws(() => helpLine("nobody" as LineId, "en"), /nobody/);
  });
});

describe("the words", () => {
  it("come in five wordings for every kind and language", () => {
    for (const list of wordings.flatMap(({ ja, en }) => [ja, en])) {
      assert.equal(list.length, 5);
      assert.equal(new Set(list).size, 5);
    }
  });

  it("are two to four lines, short enough for a phone; the quiet one is a single sentence", () => {
    for (const { ja, en } of [...Object.values(CARE_WORDS), FOLLOW_UP_WORDS]) {
      for (const wording of [...ja, ...en]) {
        const count = wording.split("\n").length;
        assert.ok(count >= 2 && count <= 4, wording);
      }
      for (const wording of ja) assert.ok(wording.length <= 130 && sentencesIn(wording) <= 4, wording);
      for (const wording of en) assert.ok(wording.length <= 320 && sentencesIn(wording) <= 4, wording);
    }
    for (const wording of [...UNSURE_WORDS.ja, ...UNSURE_WORDS.en]) {
      assert.equal(wording.split("{line}").length, 2, wording);
      assert.equal(wording.match(/[。.]/g)?.length, 1, wording);
    }
  });

  it("play no idol, cheer nobody up and promise nothing", () => {
    for (const text of [...everyWording, ...everyAnswer.map(({ message }) => message)]) {
      assert.doesNotMatch(text, /[♪！!☆★～]|\p{Extended_Pictographic}/u, text);
      assert.doesNotMatch(text, /頑張|がんばって|きっと|絶対|必ず|will be (?:okay|fine|alright)/, text);
    }
    for (const text of everyWording) assert.doesNotMatch(text, /ミミ|Mimi/, text);
  });
});

describe("an answer", () => {
  it("fits LINE and a phone: 2 to 12 lines", () => {
    for (const { message } of everyAnswer) {
      const count = message.split("\n").length;
      assert.ok(count >= 2 && count <= 12, message);
      assert.ok(message.length <= MAX_TEXT_UTF16_UNITS);
      assert.equal(message.trim(), message);
      assert.doesNotMatch(message, /undefined|\{line\}/);
    }
  });

  it("holds no number that is not a confirmed line", () => {
    const texts = [
      ...everyAnswer.map(({ message }) => message),
      ...everyAnswer.flatMap(({ lines }) => lines.flatMap(({ name, hours }) => [name, hours])),
      ...LANGUAGES.flatMap((language) => JOBS.map((jobId) => quietLine(language, jobId).text)),
      ...everyWording,
    ];
    for (const text of texts) {
      for (const number of numbersIn(text)) assert.ok(NUMBERS.has(number), `${number} in: ${text}`);
    }
  });

  it("names each of its lines, one to five, below the words", () => {
    for (const { message, lines } of everyAnswer) {
      assert.ok(lines.length >= 1 && lines.length <= 5);
      assert.equal(new Set(lines.map(({ name }) => name)).size, lines.length);
      const below = message.split("\n\n")[1]?.split("\n") ?? [];
      assert.equal(below.length, lines.length);
      for (const [index, { name, phone, url, hours }] of lines.entries()) {
        for (const part of [name, phone, url, hours]) assert.ok(below[index]?.includes(part ?? ""), message);
      }
    }
  });

  it("gives each kind the lines that fit", () => {
    assert.deepEqual(of("self-harm", "ja").slice(0, 2), ["inochi-sos", "yorisoi"]);
    assert.deepEqual(of("abuse", "ja"), ["police", "child-abuse", "dv-plus", "dv-navi", "childline"]);
    assert.deepEqual(of("sexual-violence", "ja").slice(0, 2), ["one-stop", "police-sexual"]);
    assert.deepEqual(of("threat", "ja").slice(0, 3), ["police-consult", "police", "yorisoi"]);
    assert.deepEqual(of("coercion", "ja").slice(0, 2), ["police-consult", "police"]);
    assert.deepEqual(of("emergency", "ja").slice(0, 2), ["ambulance", "poison-osaka"]);
    for (const kind of ["self-harm", "abuse", "sexual-violence", undefined] as const) {
      assert.ok(of(kind, "ja").includes("childline"));
    }
    assert.deepEqual(of("self-harm", "en"), ["tell", "yorisoi", "us-lifeline", "samaritans", "find-a-helpline"]);
    assert.equal(of("emergency", "en")[0], "ambulance");
    for (const kind of KINDS.filter((kind) => kind !== "emergency")) {
      assert.equal(of(kind, "en").at(-1), "find-a-helpline");
    }
  });

  it("offers other lines to who was answered before, and one that answers day and night", () => {
    const always = new Set<string | undefined>([
      "yorisoi",
      "anata-no-ibasho",
      "police",
      "ambulance",
      "find-a-helpline",
    ]);
    for (const language of LANGUAGES) {
      for (const kind of KINDS) {
        const first = ids(careFor({ kind, language, jobId: "a" }).lines, language);
        const next = ids(careFor({ kind, language, jobId: "a", followUp: true }).lines, language);
        assert.ok(
          next.some((id) => !first.includes(id)),
          `${language} ${kind}`,
        );
        assert.ok(next.some((id) => always.has(id)));
      }
    }
  });

  it("is the same for the same job, and differs between jobs", () => {
    for (const language of LANGUAGES) {
      for (const kind of KINDS) {
        for (const followUp of [false, true]) {
          const said = JOBS.map((jobId) => careFor({ kind, language, jobId, followUp }).message);
          assert.deepEqual(
            said,
            JOBS.map((jobId) => careFor({ kind, language, jobId, followUp }).message),
          );
          assert.equal(new Set(said).size, 5);
        }
      }
      assert.equal(new Set(JOBS.map((jobId) => quietLine(language, jobId).text)).size, 5);
    }
  });

  it("tells the ambulance first in every wording for an emergency", () => {
    for (const { ja, en } of [CARE_WORDS.emergency]) {
      for (const wording of [...ja, ...en]) assert.match(wording.split("\n")[0] ?? "", /119/);
    }
  });
});

describe("the quiet line", () => {
  it("is one sentence with a name and a number", () => {
    for (const jobId of JOBS) {
      const { text, lines } = quietLine("ja", jobId);
      assert.match(text, /よりそいホットライン（0120-279-338、24時間・無料）/);
      assert.deepEqual(ids(lines, "ja"), ["yorisoi"]);
      assert.match(quietLine("en", jobId).text, /TELL Lifeline in Japan \(0800-300-8355\)/);
    }
  });
});

describe("a language that she does not speak", () => {
  it("gets a text of its own, and a graver one for danger", () => {
    const own = OTHERS.filter((language) => !["my", "ne", "und"].includes(language));
    const english = otherLanguageText({ language: "und", text: "", danger: false });
    for (const language of own) {
      const glad = otherLanguageText({ language, text: "", danger: false });
      const care = otherLanguageText({ language, text: "", danger: true });
      assert.notEqual(glad.message, english.message);
      assert.notEqual(glad.message, care.message);
      assert.match(glad.message, /Mimi|미미|มีมี่|Мими/);
      assert.doesNotMatch(care.message, /Mimi|미미|มีมี่|Мими/);
      assert.deepEqual(
        care.lines.map(({ phone, url }) => phone ?? url),
        ["119", "110", "0120-279-338", "0800-300-8355", "https://findahelpline.com"],
      );
    }
    for (const language of ["my", "ne"] as const) {
      assert.deepEqual(otherLanguageText({ language, text: "", danger: false }), english);
    }
  });

  it("gets Chinese in the script that was written", () => {
    assert.match(say("我真的很累，没有人听我说话"), /谢谢/);
    assert.match(say("我真的很累，沒有人聽我說話"), /謝謝/);
    assert.match(say("好累"), /谢谢/);
  });
});
