import type { Static, TSchema } from "typebox";
import {
  checkPipeline,
  type Pipeline,
  type PipelineAbout,
  type PipelineSpec,
  type Step,
  type StepOptions,
} from "./pipeline.ts";
import { branchGroups, type Decision } from "./branch.ts";
import { callStep, type CallOptions } from "./call/call.ts";
import type {
  CallOf,
  ExitsAfter,
  Fitting,
  Gather,
  Gives,
  Inputs,
  JobWith,
  LastOf,
  Maybe,
  Options,
  Results,
  Sure,
  WaitFor,
  WayOf,
  With,
  WithInput,
} from "./define-types.ts";
import { durationMs, type Duration } from "./duration.ts";
import { mapStep, type MapItems, type MapOptions, type OnError } from "./map/map.ts";
import { timeMs, timerStep, waitStep, type WaitOptions, type WakeTime } from "./pause.ts";
import { repeatStep, type RepeatOptions } from "./repeat.ts";
import type { StageContract } from "./stage.ts";

/**
 * Begins a pipeline: `definePipeline(about).step(…).step(…).end()`. TypeScript refuses a step whose
 * input the job cannot give at that point. `end` throws TypeError as checkPipeline does.
 */
export function definePipeline<Input extends TSchema, Output extends TSchema>(
  about: PipelineAbout<Input, Output>,
): PipelineDraft<Input, Output, object, object, object, unknown> {
  return new PipelineDraft(about, []);
}

/** A pipeline while it is written: `Before` and `After` are the results around its latest group. */
class PipelineDraft<
  Input extends TSchema,
  Output extends TSchema,
  Before extends object,
  After extends object,
  Open extends object,
  Last,
> {
  readonly #about: PipelineAbout<Input, Output>;
  readonly #groups: readonly (readonly Step[])[];

  constructor(about: PipelineAbout<Input, Output>, groups: readonly (readonly Step[])[]) {
    this.#about = about;
    this.#groups = groups;
  }

  /** The next step. `input` makes what its stage gets; default: the job's input and results. */
  step<
    Stage extends StageContract,
    const Name extends string = Stage["name"],
    Optional extends boolean = false,
    To extends string = never,
  >(
    stage: Stage,
    options: Options<Stage, Name, Optional, To> & WithInput<Input, Sure<After, Open, Name>, Stage>,
  ): Next<Input, Output, Sure<After, Open, Name>, ExitsAfter<Open, Name, To>, Stage, Name, Optional>;
  step<
    Stage extends StageContract,
    const Name extends string = Stage["name"],
    Optional extends boolean = false,
    To extends string = never,
  >(
    stage: Fitting<Input, Sure<After, Open, Name>, Stage>,
    options?: Options<Stage, Name, Optional, To>,
  ): Next<Input, Output, Sure<After, Open, Name>, ExitsAfter<Open, Name, To>, Stage, Name, Optional>;
  step(stage: StageContract, options: StepOptions = {}): object {
    return new PipelineDraft(this.#about, [...this.#groups, [{ ...options, stage }]]);
  }

  /** A step in parallel with the one before: it knows what that one knows, not its result. */
  beside<Stage extends StageContract, const Name extends string = Stage["name"], Optional extends boolean = false>(
    stage: Stage,
    options: Omit<Options<Stage, Name, Optional, never>, "exit"> & WithInput<Input, Before, Stage>,
  ): PipelineDraft<Input, Output, Before, With<After, Stage, Name, Optional>, ExitsAfter<Open, Name, never>, unknown>;
  beside<Stage extends StageContract, const Name extends string = Stage["name"], Optional extends boolean = false>(
    stage: Fitting<Input, Before, Stage>,
    options?: Omit<Options<Stage, Name, Optional, never>, "exit">,
  ): PipelineDraft<Input, Output, Before, With<After, Stage, Name, Optional>, ExitsAfter<Open, Name, never>, unknown>;
  beside(stage: StageContract, options: StepOptions = {}): object {
    const group = [...(this.#groups.at(-1) ?? []), { ...options, stage }];
    return new PipelineDraft(this.#about, [...this.#groups.slice(0, -1), group]);
  }

  /**
   * The job waits for the event `name` (`JobClient.event`), which becomes the step's result. No
   * worker is held. One that comes before the job waits is kept; the first one counts.
   */
  waitFor<
    const Name extends string,
    Schema extends TSchema,
    Optional extends boolean = false,
    To extends string = never,
  >(
    name: Name,
    options: WaitFor<Schema, Optional, To>,
  ): Next<Input, Output, Sure<After, Open, Name>, ExitsAfter<Open, Name, To>, Gives<Schema>, Name, Optional>;
  waitFor(name: string, options: WaitOptions): object {
    return this.#then(waitStep(name, options));
  }

  /**
   * A job of another pipeline is started, with links both ways; its output becomes the step's
   * result. No worker is held. If it fails or is canceled, so does the step.
   */
  call<
    const Name extends string,
    ChildInput extends TSchema,
    ChildOutput extends TSchema,
    Optional extends boolean = false,
    To extends string = never,
  >(
    name: Name,
    options: CallOf<Input, Sure<After, Open, Name>, ChildInput, ChildOutput, Optional, To>,
  ): Next<Input, Output, Sure<After, Open, Name>, ExitsAfter<Open, Name, To>, Gives<ChildOutput>, Name, Optional>;
  call(name: string, options: CallOptions): object {
    return this.#then(callStep(name, options));
  }

  /** The job sleeps for so long, over restarts: seconds to months. No worker is held. */
  sleep<const Name extends string = "sleep">(
    duration: Duration,
    options?: { readonly name?: Name },
  ): Slept<Input, Output, Sure<After, Open, Name>, ExitsAfter<Open, Name, never>>;
  sleep(duration: Duration, { name = "sleep" }: { readonly name?: string } = {}): object {
    const inMs = durationMs(duration);
    return this.#then(timerStep(name, () => ({ inMs })));
  }

  /** The job sleeps until that time; one that is past is no sleep. */
  sleepUntil<const Name extends string = "sleep">(
    time: string | ((job: JobWith<Input, Sure<After, Open, Name>>) => Date | string),
    options?: { readonly name?: Name },
  ): Slept<Input, Output, Sure<After, Open, Name>, ExitsAfter<Open, Name, never>>;
  sleepUntil(time: WakeTime, { name = "sleep" }: { readonly name?: string } = {}): object {
    return this.#then(timerStep(name, (job) => ({ at: timeMs(typeof time === "string" ? time : time(job)) })));
  }

  /**
   * The stage runs once for each of up to 10,000 items, `concurrency` at a time; the step's result
   * is what they give, in the items' order.
   */
  map<
    Stage extends StageContract,
    const Name extends string = Stage["name"],
    Optional extends boolean = false,
    Mode extends OnError = "fail",
  >(
    items: Inputs<Stage> | ((job: JobWith<Input, Sure<After, Open, Name>>) => Inputs<Stage>),
    stage: Stage,
    options?: Omit<MapOptions, "name" | "optional" | "onError"> & {
      readonly name?: Name;
      readonly optional?: Optional;
      readonly onError?: Mode;
    },
  ): Mapped<
    Input,
    Output,
    Sure<After, Open, Name>,
    ExitsAfter<Open, Name, never>,
    Name,
    Results<Stage, Mode>,
    Optional
  >;
  map(items: MapItems, stage: StageContract, options?: MapOptions): object {
    return this.#then(mapStep(items, stage, options));
  }

  /**
   * The job takes the steps of `then` if the condition holds, else those of `otherwise`, and goes
   * on behind both. What it did not take is skipped, so those results may be missing.
   */
  when<
    Then extends object,
    ThenBefore extends object,
    ThenOpen extends object,
    ThenLast,
    Else extends object = object,
    ElseBefore extends object = object,
    ElseOpen extends object = object,
    ElseLast = unknown,
    const Name extends string = "when",
  >(
    condition: (job: JobWith<Input, Sure<After, Open, Name>>) => boolean,
    then: (
      draft: Slept<Input, Output, Sure<After, Open, Name>, object>,
    ) => PipelineDraft<Input, Output, ThenBefore, Then, ThenOpen, ThenLast>,
    otherwise?: (
      draft: Slept<Input, Output, Sure<After, Open, Name>, object>,
    ) => PipelineDraft<Input, Output, ElseBefore, Else, ElseOpen, ElseLast>,
    options?: { readonly name?: Name },
  ): Slept<
    Input,
    Output,
    Sure<After, Open, Name> & Maybe<Sure<After, Open, Name>, Then, Else>,
    ExitsAfter<Open, Name, never>
  >;
  when(
    condition: boolean | Decision["decide"],
    then: WayOf["through"] | false,
    otherwise: WayOf["through"] | false = false,
    { name = "when" }: { readonly name?: string } = {},
  ): object {
    const decide: Decision["decide"] = typeof condition === "boolean" ? () => condition : condition;
    const [taken = [], other = []] = [then, otherwise].map((way) => this.#groupsOf(way));
    const groups = branchGroups(name, { decide }, taken, other);
    return new PipelineDraft(this.#about, [...this.#groups, ...groups]);
  }

  #groupsOf(way: WayOf["through"] | false): readonly (readonly Step[])[] {
    const draft = way && way(new PipelineDraft(this.#about, []));
    return draft instanceof PipelineDraft ? draft.#groups : [];
  }

  /**
   * The stage runs, and again `every` so long until `until` takes its result, which then is the
   * step's; at most for as long as `within` says. Between two runs no worker is held.
   */
  repeat<Stage extends StageContract, const Name extends string = Stage["name"], Optional extends boolean = false>(
    stage: Stage,
    options: WithInput<Input, Sure<After, Open, Name>, Stage> &
      Pick<RepeatOptions, "every" | "within"> & {
        until(result: Static<Stage["output"]>): boolean;
        readonly name?: Name;
        readonly optional?: Optional;
      },
  ): Next<Input, Output, Sure<After, Open, Name>, ExitsAfter<Open, Name, never>, Stage, Name, Optional>;
  repeat(stage: StageContract, options: RepeatOptions): object {
    return this.#then(repeatStep(stage, options));
  }

  #then(step: Step): object {
    return new PipelineDraft(this.#about, [...this.#groups, [step]]);
  }

  /** The whole pipeline. `gather` makes the job's output; without it: the last step's result. */
  end(
    ...[gather]: [Last] extends [Static<Output>]
      ? [gather?: Gather<Input, After, Output>]
      : [gather: Gather<Input, After, Output>]
  ): Pipeline<Input, Output> {
    const spec: PipelineSpec & PipelineAbout<Input, Output> = { ...this.#about, steps: this.#groups };
    return checkPipeline(gather === undefined ? spec : { ...spec, gather });
  }
}

/** A pipeline behind what gives nothing that a step could take, and at the begin of a branch. */
type Slept<Input extends TSchema, Output extends TSchema, Known extends object, Open extends object> = PipelineDraft<
  Input,
  Output,
  Known,
  Known,
  Open,
  unknown
>;

/** A pipeline behind a step of the name. */
type Next<
  Input extends TSchema,
  Output extends TSchema,
  Known extends object,
  Open extends object,
  Stage extends StageContract,
  Name extends string,
  Optional,
> = PipelineDraft<Input, Output, Known, With<Known, Stage, Name, Optional>, Open, LastOf<Stage, Optional>>;

/** A pipeline behind a map of the name. */
type Mapped<
  Input extends TSchema,
  Output extends TSchema,
  Known extends object,
  Open extends object,
  Name extends string,
  Result,
  Optional,
> = PipelineDraft<
  Input,
  Output,
  Known,
  Known & { readonly [Key in Name]: Result | (Optional extends true ? undefined : never) },
  Open,
  Optional extends true ? undefined : Result
>;
