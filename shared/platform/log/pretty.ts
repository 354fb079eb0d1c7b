import { jsonOrUndefined } from "@guchi/chain/json.ts";
import { fits } from "@guchi/chain/schema.ts";
import { levels } from "pino";
import Type, { type Static } from "typebox";

const Line = Type.Object({
  level: Type.Number(),
  time: Type.Number(),
  service: Type.Optional(Type.String()),
  code: Type.Optional(Type.String()),
  msg: Type.Optional(Type.String()),
  err: Type.Optional(Type.Unknown()),
});

/** What is told of an error; its stack only where the line is an error. */
const Failure = Type.Object({
  type: Type.Optional(Type.String()),
  message: Type.String(),
  stack: Type.Optional(Type.String()),
});

/** Of every line, and no help to who reads along. */
const LEFT_OUT = new Set(["level", "time", "service", "code", "msg", "err", "pid", "reqId"]);

const DIM = "2";
const COLORS: Readonly<Record<string, string>> = {
  trace: DIM,
  debug: DIM,
  info: "32",
  warn: "33",
  error: "31",
  fatal: "1;31",
};

type Paint = (color: string, text: string) => string;

/**
 * A line of pino's as one line to read: time, level, service, code, text, and the rest as
 * `name=value`. An error's stack follows where the line is an error. What is no such line stays as
 * it is.
 */
export function prettyLine(json: string, hasColors: boolean): string {
  const line = jsonOrUndefined(json);
  if (!fits(Line, line)) return json;
  const paint: Paint = (color, text) => (hasColors ? `\u001B[${color}m${text}\u001B[0m` : text);
  const level = levels.labels[line.level] ?? String(line.level);
  const { service = "", code, msg = "" } = line;
  const parts = [
    paint(DIM, clock(line.time)),
    paint(COLORS[level] ?? DIM, level.toUpperCase().padEnd(5)),
    service.padEnd(9),
    ...(code === undefined ? [] : [paint("36", code)]),
    msg,
    ...rest(line, paint),
    ...failureOf(line, paint),
  ];
  return `${parts.join(" ")}\n`;
}

function clock(time: number): string {
  const date = new Date(time);
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits);
  return `${hours}:${minutes}:${seconds}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

function rest(line: Static<typeof Line>, paint: Paint): readonly string[] {
  return Object.entries(line)
    .filter(([name]) => !LEFT_OUT.has(name))
    .map(([name, value]) => paint(DIM, `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`));
}

function failureOf({ err, level }: Static<typeof Line>, paint: Paint): readonly string[] {
  if (!fits(Failure, err)) return [];
  const { type = "Error", message, stack } = err;
  const frames = level >= (levels.values["error"] ?? 50) ? (stack ?? "").split("\n").filter(isFrame) : [];
  return [paint("31", `${type}: ${message}`), ...frames.map((frame) => `\n${paint(DIM, frame)}`)];
}

function isFrame(line: string): boolean {
  return line.startsWith("    at ");
}
