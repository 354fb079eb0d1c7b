import type { Static, TSchema } from "typebox";
import type { Collected, OnError } from "./map/map.ts";
import type { Duration } from "./duration.ts";
import type { PipelineContract } from "./pipeline.ts";
import type { StageContract } from "./stage.ts";

/** How TypeScript knows what a job can give at each step: for define.ts. */

/** What a step's input is made of: the job's input, and the results so far by step. */
export interface JobWith<Input extends TSchema, Known extends object> {
  readonly input: Static<Input>;
  readonly results: Known;
}

/** What may be said of a step besides its input. */
export interface Options<Stage extends StageContract, StepName, Optional, To> {
  /** Default: the stage's name. */
  readonly name?: StepName;
  /** Whether the job goes on when the step fails for good; its result may then be missing. */
  readonly optional?: Optional;
  /** After which results the job goes on with a later step; those in between are then missing. */
  readonly exit?: { readonly to: To; when(result: Static<Stage["output"]>): boolean };
}

export interface WithInput<Input extends TSchema, Known extends object, Stage extends StageContract> {
  readonly input: (job: JobWith<Input, Known>) => Static<Stage["input"]>;
}

/** A stage that takes the job's input together with the results so far, as they stand. */
export type Fitting<Input extends TSchema, Known extends object, Stage extends StageContract> = Stage &
  (Static<Input> & Known extends Static<Stage["input"]> ? unknown : { readonly needs: WithInput<Input, Known, Stage> });

/**
 * The exits still open after the step `Name`: each target → the steps skipped on the way to it.
 * `To` is the target of an exit that this step opens.
 */
export type ExitsAfter<Open extends object, Name extends string, To extends string> = {
  readonly [Target in Exclude<keyof Open, Name> | To]: Target extends keyof Open ? Open[Target] | Name : never;
};

/** The results as the step `Name` finds them: those that an exit to it skips may be missing. */
export type Sure<Known extends object, Open extends object, Name> = Name extends keyof Open
  ? Without<Known, Open[Name]>
  : Known;
type Without<Known extends object, Names> = {
  readonly [Name in keyof Known]: Name extends Names ? Known[Name] | undefined : Known[Name];
};

export type With<Known extends object, Stage extends StageContract, Name extends string, Optional> = Known & {
  readonly [Key in Name]: Static<Stage["output"]> | (Optional extends true ? undefined : never);
};

/** What gives something of the schema, though no stage may work on it. */
export type Gives<Schema extends TSchema> = StageContract<string, TSchema, Schema>;

/** What the last step gives, for sure. */
export type LastOf<Stage extends StageContract, Optional> = Optional extends true ? undefined : Static<Stage["output"]>;

/** What may be said of a wait for an event; see WaitOptions. */
export interface WaitFor<Schema extends TSchema, Optional, To> {
  readonly schema: Schema;
  readonly timeout?: Duration;
  readonly onTimeout?: "fail" | { readonly result: Static<Schema> };
  readonly optional?: Optional;
  readonly exit?: { readonly to: To; when(result: Static<Schema>): boolean };
}

/** What may be said of a call; see CallOptions. */
export interface CallOf<
  Input extends TSchema,
  Known extends object,
  ChildInput extends TSchema,
  ChildOutput extends TSchema,
  Optional,
  To,
> {
  /** The other pipeline, or what it takes and gives. */
  readonly pipeline: PipelineContract<ChildInput, ChildOutput>;
  readonly input: (job: JobWith<Input, Known>) => Static<ChildInput>;
  readonly optional?: Optional;
  readonly exit?: { readonly to: To; when(result: Static<ChildOutput>): boolean };
}

export type Inputs<Stage extends StageContract> = readonly Static<Stage["input"]>[];
export type Results<Stage extends StageContract, Mode extends OnError> = readonly (Mode extends "collect"
  ? Collected<Static<Stage["output"]>>
  : Static<Stage["output"]>)[];

/** What two ways may have given, besides what was known before them. */
export type Maybe<Known extends object, Then extends object, Else extends object> = {
  readonly [Name in Exclude<keyof Then | keyof Else, keyof Known>]:
    | (Name extends keyof Then ? Then[Name] : never)
    | (Name extends keyof Else ? Else[Name] : never)
    | undefined;
};

/** Makes the job's output. */
export type Gather<Input extends TSchema, Known extends object, Output extends TSchema> = (
  job: JobWith<Input, Known>,
) => Static<Output>;

/** The steps of a branch, written onto a draft of their own. */
export interface WayOf {
  through(draft: object): object;
}
