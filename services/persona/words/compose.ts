import { type Language, MAX_MESSAGE_UTF16_UNITS } from "@guchi/contracts/guchi.ts";
import type { Subject } from "../subjects/subject.ts";
import { pick } from "../random.ts";
import type { Understood } from "../understanding/understand.ts";
import { comeBack, labelOf, type MessageRequest } from "./recall.ts";
import { type Pools, Utterance } from "./utterance.ts";

/** What a sentence of a message does. */
type Beat =
  | "takeUp"
  | "react"
  | "insight"
  | "feel"
  | "ask"
  | "askBack"
  | "close"
  | "stay"
  | "unknown"
  | "topic"
  | "noun"
  | "echo"
  | "short";

/** What is spoken in about 20 s, in UTF-16 units. */
const SPOKEN: Readonly<Record<Language, number>> = { ja: 105, en: MAX_MESSAGE_UTF16_UNITS };

/** How a message may be built. What is there twice is twice as likely. */
const SHAPES = {
  grave: [
    ["react", "insight", "close"],
    ["react", "insight"],
    ["insight", "close"],
    ["react", "close"],
  ],
  /** First what it is about, then that it is not small. */
  doubt: [
    ["react", "insight"],
    ["react", "insight", "close"],
    ["react", "close"],
  ],
  known: [
    ["react", "ask"],
    ["react", "ask"],
    ["react", "close"],
    ["react", "insight"],
    ["react", "insight", "close"],
    ["react", "insight", "close"],
    ["react", "insight", "ask"],
    ["react", "ask", "close"],
    ["insight", "close"],
    ["insight", "ask"],
    ["react", "stay"],
    ["react", "insight", "ask", "close"],
    ["react", "insight", "stay", "close"],
    ["react"],
  ],
  takenUp: [
    ["takeUp", "react", "close"],
    ["takeUp", "insight", "ask"],
    ["takeUp", "react"],
    ["takeUp", "react", "insight", "close"],
    ["takeUp", "ask"],
    ["react", "takeUp", "close"],
  ],
  topic: [
    ["feel", "topic"],
    ["feel", "ask"],
    ["feel", "topic", "close"],
    ["feel", "topic", "ask"],
    ["topic", "close"],
  ],
  /** Only how it feels is known. */
  feeling: [["feel", "ask"], ["feel", "close"], ["feel", "insight", "close"], ["short"], ["feel", "ask"]],
  /** A piece of what happened is said back. */
  echo: [
    ["echo", "feel", "ask"],
    ["echo", "ask"],
    ["echo", "feel"],
    ["echo", "feel", "close"],
    ["echo", "stay"],
    ["echo", "stay", "close"],
    ["echo", "ask", "close"],
  ],
  echoKnown: [
    ["echo", "react"],
    ["echo", "ask"],
    ["echo", "insight", "close"],
    ["echo", "react", "ask"],
    ["echo", "insight", "ask"],
    ["echo", "react", "close"],
  ],
  noun: [
    ["noun", "askBack"],
    ["noun", "stay"],
    ["noun", "feel", "askBack"],
    ["noun", "feel", "close"],
    ["noun", "stay", "close"],
  ],
  /** An honest short answer rather than a wrong one. */
  unknown: [["unknown", "askBack"], ["unknown"], ["unknown", "stay"], ["unknown", "askBack"]],
} as const satisfies Readonly<Record<string, readonly (readonly Beat[])[]>>;

const LED: ReadonlySet<Beat> = new Set(["react", "insight", "feel", "topic", "echo"]);
const LEAD_SHARE = 0.6;
const INNER_LEAD_SHARE = 0.3;
/**
 * How often she speaks of the day, the hour or the season, where she has something to say of it.
 */
const SPECIAL_SHARE = 0.2;
const OWN_CLOSE_SHARE = 0.45;

/** Where a first sentence comes from when all others were said lately. */
const SPARE = ["stay", "close"];
const GRAVE_SPARE = ["grave.middle", "grave.close", "grave.open"];

/**
 * What she says: up to five sentences in one of several shapes, each new to this user, no two
 * of which echo each other. The same request gives the same message.
 */
export function composeMessage(request: MessageRequest): string {
  const { understood, random, phrases } = request;
  const facts = factsOf(request);
  const before = request.memory.map(({ message }) => message).join("\n");
  const slots = slotsOf(understood);
  const utterance = new Utterance({ ...request, slots, before });
  const again = comeBack(request, facts);
  if (again.first !== undefined) utterance.say([again.first]);
  const beats: readonly Beat[] = pick(random, shapesOf(request));
  for (const beat of beats) {
    const isFirst = utterance.sentences.length === 0;
    const spare = isFirst ? (understood.grave ? GRAVE_SPARE : SPARE).map((kind) => phrases.of(kind, facts)) : [];
    const isSaid = utterance.say([...poolsOf(beat, request, facts), ...spare], { must: isFirst });
    if (isSaid && !understood.grave) lead(utterance, beat, isFirst, request, facts);
  }
  if (again.last !== undefined) utterance.say([again.last]);
  return shortened(utterance, SPOKEN[request.language]);
}

/** Sometimes puts an interjection first, or something like it before a later thought. */
function lead(
  utterance: Utterance,
  beat: Beat,
  isFirst: boolean,
  { random, phrases }: MessageRequest,
  facts: ReadonlySet<string>,
): void {
  if (isFirst && LED.has(beat) && random() < LEAD_SHARE)
    utterance.lead(phrases.of(beat === "echo" ? "lead.echo" : "lead", facts));
  else if (beat === "insight" && utterance.sentences.length > 2 && random() < INNER_LEAD_SHARE)
    utterance.lead(phrases.of("lead.inner", facts));
}

/** Without the last sentences, when it is too long to be said. */
function shortened(utterance: Utterance, most: number): string {
  while (utterance.sentences.length > 1 && utterance.text.length > most) utterance.drop();
  return utterance.text.slice(0, MAX_MESSAGE_UTF16_UNITS);
}

function factsOf({ understood, moment, doubt }: MessageRequest): ReadonlySet<string> {
  const { topic, grave, details, told } = understood;
  const mood = understood.mood === "bored" && !told.mood && isBeside(understood) ? "frustrated" : understood.mood;
  const isDoubt = doubt && grave && details[0]?.grave !== true;
  return new Set([...moment.facts, topic, mood, ...(grave ? ["grave"] : []), ...(isDoubt ? ["doubt"] : [])]);
}

function slotsOf({ details, takenUp }: Understood): Readonly<Record<string, string | undefined>> {
  const who = details.find(({ person }) => person)?.name;
  const name = details.find(({ weak }) => !weak)?.name;
  return {
    who,
    n: takenUp.amount?.text,
    quote: takenUp.quote?.text,
    noun: takenUp.noun,
    echo: takenUp.echo?.text,
    label: name === undefined ? undefined : labelOf(name),
  };
}

function shapesOf({ understood, doubt }: MessageRequest): readonly (readonly Beat[])[] {
  const { details, grave, told, takenUp } = understood;
  if (grave) return doubt && details[0]?.grave !== true ? SHAPES.doubt : SHAPES.grave;
  const isTakenUp = takenUp.amount !== undefined || takenUp.quote !== undefined;
  const isEchoed = takenUp.echo !== undefined && takenUp.echo.kind !== "whole";
  if (details.length > 0) {
    if (isTakenUp) return [...SHAPES.takenUp, ...SHAPES.takenUp, ...SHAPES.takenUp, ...SHAPES.known];
    if (!isEchoed) return SHAPES.known;
    return isBeside(understood) ? SHAPES.echo : [...SHAPES.echoKnown, ...SHAPES.echoKnown, ...SHAPES.known];
  }
  if (isTakenUp)
    return [
      ["takeUp", "ask"],
      ["takeUp", "feel", "close"],
      ["takeUp", "askBack"],
    ];
  if (takenUp.echo !== undefined) return SHAPES.echo;
  if (takenUp.noun !== undefined) return SHAPES.noun;
  if (told.topic) return SHAPES.topic;
  return told.mood ? SHAPES.feeling : SHAPES.unknown;
}

/**
 * A single word may be beside the point: then what happened is said back, where there is something,
 * rather than a line about the word.
 */
function isBeside({ sure = true, closer, takenUp: { echo } }: Understood): boolean {
  const isEchoed = echo !== undefined && echo.kind !== "whole";
  return isEchoed && !sure && (closer === undefined || closer.react.length === 0);
}

/**
 * Where the sentence of a beat comes from; the general ones step in when the subject's own are used
 * up.
 */
function poolsOf(
  beat: Beat,
  { phrases, understood, moment, random }: MessageRequest,
  facts: ReadonlySet<string>,
): Pools {
  const [subject] = understood.details;
  const of = (kind: string, special?: ReadonlySet<string>) => phrases.of(kind, facts, special);
  if (understood.grave) return gravePools(beat, of, subject);
  // A line about a word that may be beside the point is not said.
  const own = isBeside(understood) ? undefined : subject?.lines;
  const { closer } = understood;
  switch (beat) {
    case "takeUp":
      return [takeUpLines(understood, of), own?.react ?? [], of("feel")];
    case "echo":
      return [of(`echo.${understood.takenUp.echo?.kind ?? ""}`), own?.react ?? [], of("feel")];
    case "react":
      return [closer?.react ?? [], own?.react ?? [], own?.insight ?? [], of("feel")];
    case "insight":
      return [closer?.insight ?? [], own?.insight ?? [], own?.react ?? [], of("stay")];
    case "ask":
      return [closer?.ask ?? [], own?.ask ?? [], of("ask"), of("stay")];
    case "askBack":
      return [of("unknown.ask"), of("ask")];
    case "close": {
      const special = random() < SPECIAL_SHARE ? of("close", moment.facts) : [];
      const general = [special, of("close"), of("stay")];
      return random() < OWN_CLOSE_SHARE ? [closer?.close ?? [], own?.close ?? [], ...general] : general;
    }
    default:
      return [of(beat), of("feel"), of("stay")];
  }
}

const DOUBT: ReadonlySet<string> = new Set(["doubt"]);

function gravePools(
  beat: Beat,
  of: (kind: string, special?: ReadonlySet<string>) => readonly string[],
  subject: Subject | undefined,
): Pools {
  // An ordinary subject beside it, such as the job of somebody whose mother is dying, is not what
  // matters now.
  const own = subject?.tender === true ? subject.lines : undefined;
  if (beat === "react") return [of("grave.open", DOUBT), [...(own?.react ?? []), ...of("grave.open")]];
  if (beat === "insight") return [own?.insight ?? [], of("grave.middle", DOUBT), of("grave.middle")];
  return [[...(own?.close ?? []), ...of("grave.close")], of("grave.middle")];
}

function takeUpLines(
  { takenUp: { amount, quote } }: Understood,
  of: (kind: string) => readonly string[],
): readonly string[] {
  if (quote !== undefined) return of(quote.heard ? "quote.heard" : "quote");
  return amount === undefined ? [] : of(`amount.${amount.kind}`);
}
