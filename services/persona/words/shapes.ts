import type { TakenUp } from "../understanding/take-up.ts";
import type { Understood } from "../understanding/understand.ts";
import type { MessageRequest } from "./recall.ts";

/** What a sentence of a message does. */
export type Beat =
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
  | "named"
  | "echo"
  | "detail"
  | "short";

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
    ["react", "insight"],
    ["react", "insight"],
    ["react", "insight", "ask"],
    ["react", "insight", "close"],
    ["react", "insight", "close"],
    ["react", "close"],
    ["react", "stay"],
    ["insight", "ask"],
    ["react", "ask", "close"],
    ["react", "insight", "stay"],
    ["react", "insight", "ask", "close"],
    ["react", "insight", "stay", "close"],
    ["insight", "close"],
    ["react", "ask", "stay"],
    ["react"],
  ],
  takenUp: [
    ["takeUp", "react"],
    ["takeUp", "react"],
    ["takeUp", "insight"],
    ["takeUp", "insight", "ask"],
    ["takeUp", "react", "ask"],
    ["takeUp", "react", "close"],
    ["takeUp", "react", "insight", "close"],
    ["takeUp", "ask"],
    ["takeUp", "insight", "stay"],
    ["takeUp", "ask", "close"],
    ["react", "takeUp"],
  ],
  /** A circumstance is said back. */
  detail: [
    ["detail", "react"],
    ["detail", "react"],
    ["detail", "insight"],
    ["detail", "ask"],
    ["detail", "react", "insight"],
    ["detail", "react", "ask"],
    ["react", "detail"],
    ["detail", "insight", "close"],
    ["detail", "react", "stay"],
    ["detail", "react", "close"],
  ],
  /** Nothing but a circumstance is known, and what happened. */
  onlyDetail: [["detail", "feel"], ["detail", "feel"], ["detail", "ask"], ["detail"], ["echo", "feel"], ["echo"]],
  /** Only an amount or a quote is known. */
  onlyTakenUp: [
    ["takeUp", "feel"],
    ["takeUp", "feel"],
    ["takeUp", "ask"],
    ["takeUp", "askBack"],
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
    ["echo", "feel"],
    ["echo", "feel"],
    ["echo", "feel"],
    ["echo", "ask"],
    ["echo", "feel", "ask"],
    ["echo", "stay"],
  ],
  echoKnown: [
    ["echo", "react"],
    ["echo", "react"],
    ["echo", "insight"],
    ["echo", "ask"],
    ["echo", "react", "ask"],
    ["echo", "insight", "close"],
    ["echo", "react", "stay"],
    ["echo", "react", "close"],
  ],
  /** How it went is known, and what it is about hardly. */
  turn: [
    ["react", "ask"],
    ["react", "insight"],
    ["react", "insight", "ask"],
    ["react", "insight", "close"],
    ["react", "close"],
    ["insight", "ask"],
    ["react", "stay"],
  ],
  turnNamed: [
    ["named", "react"],
    ["named", "react", "ask"],
    ["named", "insight"],
    ["named", "react", "close"],
    ["react", "insight"],
    ["react", "ask"],
  ],
  turnEchoed: [
    ["echo", "react"],
    ["echo", "react", "ask"],
    ["echo", "insight"],
    ["echo", "react", "close"],
    ["echo", "insight", "ask"],
    ["echo", "ask"],
    ["react", "ask"],
    ["react", "insight", "close"],
  ],
  turnTakenUp: [
    ["takeUp", "react"],
    ["takeUp", "react", "ask"],
    ["takeUp", "insight"],
    ["takeUp", "insight", "ask"],
    ["takeUp", "react", "close"],
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

/** The shapes that fit what is known. */
export function shapesOf({ understood, doubt }: MessageRequest): readonly (readonly Beat[])[] {
  const { details, grave, told, takenUp, turn } = understood;
  const isSaidFirst = turn?.isGrave === true || (doubt && details[0]?.grave !== true);
  if (grave) return isSaidFirst ? SHAPES.doubt : SHAPES.grave;
  const isTakenUp = takenUp.amount !== undefined || takenUp.quote !== undefined;
  const isEchoed = isPiece(takenUp.echo);
  const isDetailed = takenUp.detail !== undefined;
  if (turn !== undefined && (details.length === 0 || isBeside(understood))) {
    if (isTakenUp) return isDetailed ? [...SHAPES.turnTakenUp, ...SHAPES.detail] : SHAPES.turnTakenUp;
    if (isDetailed) return [...SHAPES.detail, ...SHAPES.turnEchoed];
    if (isEchoed) return SHAPES.turnEchoed;
    return takenUp.noun === undefined ? SHAPES.turn : SHAPES.turnNamed;
  }
  if (details.length > 0 && !isBeside(understood)) {
    const saidBack = [
      ...(isTakenUp ? [...SHAPES.takenUp, ...SHAPES.takenUp] : []),
      ...(isDetailed ? [...SHAPES.detail, ...SHAPES.detail] : []),
    ];
    // Her lines may be beside the point: what was said comes first, unless much tells of it.
    const known = understood.strong === false ? [] : SHAPES.known;
    if (saidBack.length > 0) return [...saidBack, ...known];
    return isEchoed ? [...SHAPES.echoKnown, ...SHAPES.echoKnown, ...known] : SHAPES.known;
  }
  if (isTakenUp) return isEchoed ? [...SHAPES.onlyTakenUp, ...SHAPES.echo] : SHAPES.onlyTakenUp;
  if (isDetailed) return SHAPES.onlyDetail;
  if (takenUp.echo !== undefined) return SHAPES.echo;
  if (takenUp.noun !== undefined) return SHAPES.noun;
  if (told.topic) return SHAPES.topic;
  return told.mood ? SHAPES.feeling : SHAPES.unknown;
}

/** Whether what is said back is a piece of what happened, and not the whole message. */
export function isPiece(echo: TakenUp["echo"]): boolean {
  return echo !== undefined && echo.kind !== "whole";
}

/** What was said in so few units (「上司がムカつく」) is about its one subject. */
const SHORT_UNITS = 12;
/** So much of a clause is its end, in UTF-16 units. */
const END_UNITS = 7;

/**
 * A single word may be beside the point: then what happened is said back, or how it went is spoken
 * of, where there is something, rather than a line about the word.
 */
export function isBeside({ sure = true, details: [first], turn, takenUp }: Understood): boolean {
  const { echo, detail } = takenUp;
  const isSaidBack = isPiece(echo) || (echo?.text.length ?? 0) > SHORT_UNITS || detail !== undefined;
  const isVague = first === undefined || first.person || first.weak || first.wide;
  const isTold = turn?.isVague === false;
  // What is said last is what it is about: 「廊下が寒すぎる」.
  const end = echo?.text.toLowerCase().slice(-END_UNITS) ?? "";
  const isSaidLast = first !== undefined && !isVague && !isTold && first.words.some((word) => end.includes(word));
  const isOtherwiseKnown = isSaidBack || isTold || (turn !== undefined && isVague);
  return isOtherwiseKnown && !sure && !isSaidLast && first?.tender !== true;
}
