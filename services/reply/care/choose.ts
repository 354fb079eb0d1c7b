import type { CareKind, HelpLine, Language } from "@guchi/contracts/guchi.ts";
import { pickFor } from "../pick.ts";
import { type LineId, helpLine } from "./lines.ts";
import { CARE_WORDS, FOLLOW_UP_WORDS, UNSURE_WORDS } from "./words.ts";

/** What to say, and the places to turn to that stand in it. */
export type CareText = { readonly message: string; readonly lines: HelpLine[] };

type CareLines = Readonly<Record<CareKind | "unknown", readonly LineId[]>>;

/** The lines of each kind, at most five, the most urgent first. */
const FIRST: Readonly<Record<Language, CareLines>> = {
  ja: {
    "self-harm": ["inochi-sos", "yorisoi", "anata-no-ibasho", "childline", "ambulance"],
    "self-harm-other": ["ambulance", "police", "inochi-sos", "yorisoi", "kokoro"],
    abuse: ["police", "child-abuse", "dv-plus", "dv-navi", "childline"],
    "sexual-violence": ["one-stop", "police-sexual", "police", "anata-no-ibasho", "childline"],
    threat: ["police-consult", "police", "yorisoi", "anata-no-ibasho", "kokoro"],
    coercion: ["police-consult", "police", "yorisoi", "legal", "consumer"],
    emergency: ["ambulance", "poison-osaka", "emergency-advice", "child-emergency"],
    unknown: ["police", "ambulance", "yorisoi", "anata-no-ibasho", "childline"],
  },
  en: {
    "self-harm": ["tell", "yorisoi", "us-lifeline", "samaritans", "find-a-helpline"],
    "self-harm-other": ["ambulance", "tell", "yorisoi", "us-lifeline", "find-a-helpline"],
    abuse: ["police", "dv-plus", "yorisoi", "us-dv", "find-a-helpline"],
    "sexual-violence": ["one-stop", "police", "yorisoi", "rainn", "find-a-helpline"],
    threat: ["police", "police-consult", "tell", "yorisoi", "find-a-helpline"],
    coercion: ["police", "police-consult", "legal-languages", "yorisoi", "find-a-helpline"],
    emergency: ["ambulance", "us-emergency", "uk-emergency", "eu-emergency", "poison-osaka"],
    unknown: ["police", "ambulance", "yorisoi", "tell", "find-a-helpline"],
  },
};

/** Other ways, for who was given the lines above within the day. One of them answers at night. */
const NEXT: Readonly<Record<Language, CareLines>> = {
  ja: {
    "self-harm": ["inochi-free", "inochi-navi", "yorisoi", "kokoro", "mamorou"],
    "self-harm-other": ["yorisoi", "anata-no-ibasho", "inochi-free", "mamorou", "ambulance"],
    abuse: ["yorisoi", "anata-no-ibasho", "child-sos", "elder-care", "police"],
    "sexual-violence": ["yorisoi", "anata-no-ibasho", "child-sos", "dv-plus", "police"],
    threat: ["yorisoi", "mamorou", "inochi-navi", "child-sos", "police"],
    coercion: ["police", "anata-no-ibasho", "child-sos", "police-sexual", "one-stop"],
    emergency: ["ambulance", "poison-tsukuba", "emergency-advice", "yorisoi", "anata-no-ibasho"],
    unknown: ["yorisoi", "inochi-sos", "inochi-free", "child-sos", "mamorou"],
  },
  en: {
    "self-harm": ["yorisoi", "tell", "find-a-helpline", "ambulance"],
    "self-harm-other": ["yorisoi", "samaritans", "find-a-helpline", "police", "ambulance"],
    abuse: ["tell", "child-abuse", "dv-navi", "find-a-helpline", "police"],
    "sexual-violence": ["tell", "police-sexual", "dv-plus", "find-a-helpline", "police"],
    threat: ["tell", "us-lifeline", "samaritans", "find-a-helpline", "police"],
    coercion: ["tell", "immigration", "consumer", "find-a-helpline", "police"],
    emergency: ["ambulance", "poison-osaka", "emergency-advice", "tell", "find-a-helpline"],
    unknown: ["tell", "us-lifeline", "samaritans", "find-a-helpline", "police"],
  },
};

/** The line that a quiet sentence names, as it stands in the sentence. */
const QUIET: Readonly<Record<Language, { readonly lines: readonly LineId[]; readonly say: QuietName }>> = {
  ja: { lines: ["yorisoi"], say: ([line]) => `${line?.name}（${line?.phone}、24時間・無料）` },
  en: {
    lines: ["tell", "find-a-helpline"],
    say: ([line, anywhere]) =>
      `${line?.name} (${line?.phone}) or, anywhere else, ${anywhere?.url?.replace("https://", "")}`,
  },
};
type QuietName = (lines: readonly HelpLine[]) => string;

/**
 * The words and help lines for a danger that was seen. Without a kind: the ones that fit any.
 * `followUp`: within a day of such words to the same person. The same job always gets the same
 * words.
 */
export function careFor(danger: {
  readonly kind?: CareKind | undefined;
  readonly language: Language;
  readonly jobId: string;
  readonly followUp?: boolean | undefined;
}): CareText {
  const { kind = "unknown", language, jobId, followUp = false } = danger;
  const words = followUp ? FOLLOW_UP_WORDS : CARE_WORDS[kind];
  const ids = (followUp ? NEXT : FIRST)[language][kind];
  const lines = ids.map((id) => helpLine(id, language));
  return { message: withLines(pickFor(jobId, words[language]), lines, language), lines };
}

/** One quiet sentence under what the idol says, when it is unsure whether there is danger. */
export function quietLine(language: Language, jobId: string): { readonly text: string; readonly lines: HelpLine[] } {
  const { lines: ids, say } = QUIET[language];
  const lines = ids.map((id) => helpLine(id, language));
  return { text: pickFor(jobId, UNSURE_WORDS[language]).replace("{line}", say(lines)), lines };
}

/**
 * The words, an empty line, and a line for each place. An address ends its line, to stay a link.
 */
export function withLines(words: string, lines: readonly HelpLine[], language: Language | "other"): string {
  const rendered = lines.map(({ name, phone, url, hours }) => {
    const call = phone === undefined ? name : `${name} ${phone}`;
    const told = language === "ja" ? `・${call}（${hours}）` : `- ${call} (${hours})`;
    return url === undefined ? told : `${told} ${url}`;
  });
  return [words, "", ...rendered].join("\n");
}
