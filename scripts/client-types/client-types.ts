import { JobStatus } from "@guchi/chain/job/record.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { ScheduleSpec } from "@guchi/chain/schedule/schedule.ts";
import { BulkAction, BulkCount, BulkResult, JobFilter } from "@guchi/contracts/bulk.ts";
import { Film, MovieView, Recommended } from "@guchi/contracts/movie.ts";
import { AudioView, HelpLine, ImageView, ReplyResult, ReplyView } from "@guchi/contracts/guchi.ts";
import { HistoryView, JobError, JobPage, JobProgress, JobView, StageView } from "@guchi/contracts/job.ts";
import { MessageLanguage } from "@guchi/contracts/language.ts";
import { PIPELINES } from "@guchi/contracts/pipelines.ts";
import { ScheduleView } from "@guchi/contracts/schedule.ts";
import { StageState, StagesView } from "@guchi/contracts/stages.ts";
import Type, { type TObject, type TSchema } from "typebox";
import { comment, Printer } from "./print.ts";

const HEAD = `/**
 * What Guchi's HTTP API takes and gives. Written by \`npm run client:types\` from the schemas that
 * check the requests; do not edit.
 */
`;

/** Schemas that become types of their own. */
const NAMED: Readonly<Record<string, TSchema>> = {
  JobStatus,
  JobError,
  JobStage: StageView,
  HistoryEntry: HistoryView,
  JobProgress,
  Job: JobView,
  JobPage,
  BulkAction,
  JobFilter,
  BulkCount,
  BulkResult,
  NewSchedule: ScheduleSpec,
  Schedule: ScheduleView,
  StageState,
  Stages: StagesView,
  MessageLanguage,
  Sentiment: ReplyResult.properties.sentiment,
  Picture: ImageView,
  Sound: AudioView,
  HelpLine,
  Care: ReplyView.properties.care,
  Complaint: publicInput(pipelineNamed("guchi")),
  Answer: ReplyView,
  Film,
  Recommended,
  FilmAnswer: MovieView,
};
const printer = new Printer(NAMED);

/** The text of `client/types.ts`, before it is formatted. */
export function clientTypes(): string {
  const types = Object.entries(NAMED).map(([name, schema]) => printer.declaration(name, schema));
  const pipelines = [...PIPELINES.values()].filter(({ hidden }) => hidden !== true).map(pipelineType);
  const table = `/** Guchi's pipelines: what a job takes and gives. */\nexport interface Pipelines {\n${pipelines.join("\n")}\n}`;
  return `${HEAD}\n${[...types, table].join("\n\n")}\n`;
}

function pipelineType(pipeline: Pipeline): string {
  const { name, about, output, view, steps } = pipeline;
  const results = [...steps].map(([step, { stage }]) => {
    const result = stage.view === undefined ? "undefined" : printer.typeOf(stage.view);
    return `readonly ${JSON.stringify(step)}: ${result};\n`;
  });
  return `${comment(about)}readonly ${JSON.stringify(name)}: {
    readonly input: ${printer.typeOf(publicInput(pipeline))};
    readonly output: ${printer.typeOf(view ?? output)};
    /** What is seen of each step's result. */
    readonly results: {\n${results.join("")}};
  };`;
}

/** The input as anybody may give it. */
function publicInput({ input, internal = [] }: Pipeline): TSchema {
  return isObject(input) ? Type.Omit(input, [...internal]) : input;
}

/** Throws Error when there is none. */
function pipelineNamed(name: string): Pipeline {
  const pipeline = PIPELINES.get(name);
  if (pipeline === undefined) throw new Error(`There is no pipeline "${name}"`);
  return pipeline;
}

function isObject(schema: TSchema): schema is TObject {
  return "properties" in schema;
}
