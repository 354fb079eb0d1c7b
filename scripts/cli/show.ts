import Type from "typebox";
import type { HistoryView, JobError, JobView, StageView, WaitingFor } from "../../shared/contracts/job.ts";
import { fits } from "../../shared/chain/schema.ts";
import { seconds } from "./progress.ts";
import type { Style, Terminal } from "./terminal.ts";
import { clean, columnsOf, fit, pad, wrap } from "./text.ts";

/** Outputs that are an answer of the idol's; others are shown as they are. */
const Media = Type.Object({ url: Type.String() });
const Answer = Type.Object({
  message: Type.String(),
  care: Type.Optional(
    Type.Object({
      lines: Type.Array(Type.Object({ phone: Type.Optional(Type.String()), url: Type.Optional(Type.String()) })),
    }),
  ),
  image: Type.Optional(Media),
  audio: Type.Optional(Media),
});
const Texts = Type.Array(Type.String());

const GAP = 2;
const UNITS = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "min"],
] as const;
const STATUS_STYLES: Readonly<Record<string, Style>> = {
  completed: "green",
  failed: "red",
  canceled: "red",
  suspended: "yellow",
  waiting: "yellow",
  running: "bold",
};

/**
 * What a job came to, as lines. URLs and help lines are never broken: they must stay good for a
 * click and for a copy.
 */
export function outputLines(output: unknown, columns: number): readonly string[] {
  if (output === undefined) return [];
  if (typeof output === "string") return wrap(clean(output), columns);
  if (fits(Texts, output)) return output.map(clean);
  if (!fits(Answer, output)) return clean(JSON.stringify(output, undefined, 2)).split("\n");
  const { message, care, image, audio } = output;
  const places = (care?.lines ?? [])
    .flatMap(({ phone, url }) => [phone ?? "", url ?? ""])
    .filter((place) => place !== "");
  const links = [
    ...(image === undefined ? [] : [`picture  ${clean(image.url)}`]),
    ...(audio === undefined ? [] : [`voice    ${clean(audio.url)}`]),
  ];
  const said = clean(message)
    .split("\n")
    .flatMap((line) => (places.some((place) => line.includes(clean(place))) ? [line] : wrap(line, columns)));
  return [...said, ...(links.length === 0 ? [] : ["", ...links])];
}

/** Everything of a job, as `status` shows it. */
export function jobLines(job: JobView, { columns, textColumns, paint }: Terminal): readonly string[] {
  const { id, pipeline, status, waitingFor, createdAt, updatedAt, stages, warnings, error, output, history } = job;
  const result = outputLines(output, textColumns);
  const lines = [
    `id        ${clean(id)}`,
    `pipeline  ${clean(pipeline)}`,
    `status    ${paintStatus(status, paint)}`,
    ...(waitingFor === undefined ? [] : [`waits     ${clean(waitingLine(waitingFor))}`]),
    `created   ${localTime(createdAt)}`,
    `updated   ${localTime(updatedAt)}`,
    "",
    ...stages.map((stage) => cut(stageLine(stage), columns)),
    ...(error === undefined ? [] : ["", paint("red", errorLine(error))]),
    ...warnings.map((warning) => paint("yellow", warningLine(warning))),
  ];
  if (result.length > 0) lines.push("", ...result);
  if (history !== undefined) lines.push("", ...history.map((entry) => cut(historyLine(entry), columns)));
  return lines;
}

/**
 * Rows as a table. On a terminal, columns at the right that do not fit are left out; where not even
 * two fit, each row takes two lines. The first column, the id, is never cut: it must stay good for
 * a copy.
 */
export function tableLines(rows: readonly (readonly string[])[], columns: number | undefined): readonly string[] {
  const cleaned = rows.map((row) => row.map(clean));
  const [first = 0, second = 0] = widthsOf(cleaned);
  if (columns === undefined || first + GAP + second <= columns) return plainTable(cleaned, columns);
  const others = plainTable(
    cleaned.map((row) => row.slice(1)),
    columns - GAP,
  );
  return cleaned.flatMap(([id = ""], index) => [id, `${" ".repeat(GAP)}${others[index] ?? ""}`.trimEnd()]);
}

/** Rows as a table on stdout. */
export function printTable(rows: readonly (readonly string[])[], { columns, print }: Terminal): void {
  for (const line of tableLines(rows, columns)) print(line);
}

function plainTable(rows: readonly (readonly string[])[], columns = Infinity): readonly string[] {
  const widths = widthsOf(rows);
  let used = -GAP;
  const shown = widths.filter((width) => (used += width + GAP) <= columns).length;
  return rows.map((row) => {
    const cells = row.slice(0, Math.max(1, shown)).map((cell, index) => pad(cell, (widths[index] ?? 0) + GAP));
    return cells.join("").trimEnd();
  });
}

function widthsOf(rows: readonly (readonly string[])[]): readonly number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, index) => Math.max(0, ...rows.map((row) => columnsOf(row[index] ?? ""))));
}

function waitingLine({ event, job, until }: WaitingFor): string {
  const called = job === undefined ? "" : `for the job ${job}`;
  const what = event === undefined ? called : `for the event ${event}`;
  return [what, until === undefined ? "" : `until ${localTime(until)}`].filter((part) => part !== "").join(", ");
}

export function errorLine({ step, code, message }: JobError): string {
  return clean(`${step} failed: ${code}: ${message}`);
}

export function warningLine({ step, code, message }: JobError): string {
  const what = code === "unknown_step" ? `${step} waits` : `Went on without ${step}`;
  return clean(`${what}: ${code}: ${message}`);
}

/** A length of time in one unit, for a table: `0.4 s`, `12 s`, `3 min`, `5 h`, `2 d`. */
export function age(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const [size, unit] = UNITS.find(([least]) => seconds >= least) ?? [1, "s"];
  return `${Math.floor(seconds / size)} ${unit}`;
}

/** Local time, to the second, in a form that sorts. */
export function localTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? "" : time.toLocaleString("sv-SE");
}

function paintStatus(status: string, paint: Terminal["paint"]): string {
  const style = STATUS_STYLES[status];
  return style === undefined ? clean(status) : paint(style, clean(status));
}

function stageLine({ name, status, attempts, workMs, provider, error, calls, costUsd }: StageView): string {
  const mark = { completed: "✓", failed: "✗", running: "…", waiting: "◷", pending: "·", skipped: "–" }[status];
  const paid =
    calls === undefined ? "" : `${calls} paid ${calls === 1 ? "call" : "calls"}, $${(costUsd ?? 0).toFixed(4)}`;
  const more = [provider ?? error?.code ?? "", attempts > 1 ? `${attempts} attempts` : "", paid];
  return clean(
    `${mark} ${pad(name, 11)} ${pad(status, 10)} ${pad(seconds(workMs), 8)} ${more.filter((part) => part !== "").join(", ")}`,
  ).trimEnd();
}

function historyLine({
  at,
  event,
  step,
  attempt,
  worker,
  provider,
  code,
  status,
  until,
  queueMs,
  workMs,
}: HistoryView): string {
  const took = queueMs === undefined ? workMs : queueMs;
  const more = [
    status,
    until === undefined ? undefined : `until ${localTime(until)}`,
    attempt === undefined ? undefined : `attempt ${attempt}`,
    worker === undefined ? undefined : `by ${worker}`,
    provider,
    code,
    took === undefined ? undefined : `${took} ms ${queueMs === undefined ? "in work" : "in the queue"}`,
  ];
  return clean(
    `${localTime(at)}  ${pad(step ?? "", 11)} ${pad(event, 10)} ${more.filter((part) => part !== undefined).join(", ")}`,
  ).trimEnd();
}

function cut(line: string, columns: number | undefined): string {
  return columns === undefined ? line : fit(line, columns);
}
