import { createHash } from "node:crypto";
import Type, { type Static } from "typebox";
import { fits } from "./schema.ts";

/** What a pipeline, a stage and a step may be called: it becomes a part of Redis keys. */
export const NAME = /^[a-z][a-z0-9-]{0,62}$/;
export const Name = Type.String({ pattern: NAME.source });

/** A step as a job's way knows it: what must stay the same until the job's end. */
export const LayoutStep = Type.Object({
  name: Name,
  stage: Name,
  /** 0, 1, 2 …: groups run one after the other, the members of one group in parallel. */
  group: Type.Integer({ minimum: 0 }),
  /** Whether the job goes on when the step fails for good. */
  optional: Type.Boolean(),
  /** The step of a later group to which an early exit leads. */
  exit: Type.Optional(Name),
  /**
   * `wait`, `timer`: no stage works on the step, it is in no queue, and the job waits there. `map`:
   * the stage works on its items one by one. `repeat`: it runs again until its result will do.
   * `when`: no stage, no queue; a point at which the job takes one way or another. `call`: a job of
   * the pipeline that `stage` names; this job waits for its end.
   */
  kind: Type.Optional(Type.Enum(["wait", "timer", "map", "repeat", "when", "call"])),
});
export type LayoutStep = Static<typeof LayoutStep>;
const Kept = Type.Object({ steps: Type.Array(LayoutStep, { minItems: 1 }) });

/**
 * The steps of a pipeline in their order, without any code. A job finishes on the layout that it
 * began with; its record holds the hash.
 */
export interface Layout {
  readonly hash: string;
  readonly steps: readonly LayoutStep[];
}

/** Characters of the hash, 6 bits each: two layouts never share 132 bits by chance. */
const HASH_LENGTH = 22;

export function layoutOf(steps: readonly LayoutStep[]): Layout {
  const text = layoutText({ steps });
  return { hash: createHash("sha256").update(text).digest("base64url").slice(0, HASH_LENGTH), steps };
}

/** The layout as Redis keeps it, under its hash. */
export function layoutText({ steps }: Pick<Layout, "steps">): string {
  return JSON.stringify({ steps });
}

/** The layout of this hash; undefined when the text is another one, or none. */
export function parseLayout(hash: string, text: string): Layout | undefined {
  const kept = fromJson(text);
  const layout = fits(Kept, kept) ? layoutOf(kept.steps) : undefined;
  return layout?.hash === hash ? layout : undefined;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The steps that a new job is handed to. */
export function firstSteps(layout: Layout): readonly LayoutStep[] {
  return groupOf(layout, 0);
}

/** Whether the step is handed to a stage's queue as a whole. */
export function isQueued({ kind }: Pick<LayoutStep, "kind">): boolean {
  return kind === undefined || kind === "repeat";
}

/** Whether a stage works on the step. Where none does, the job waits, and is in no queue. */
export function hasStage({ kind }: Pick<LayoutStep, "kind">): boolean {
  return kind === undefined || kind === "repeat" || kind === "map";
}

export function groupOf({ steps }: Layout, group: number): readonly LayoutStep[] {
  return steps.filter((step) => step.group === group);
}

/** Where a job goes after one of its steps. */
export interface Onward {
  /** Steps that are passed over for good (early exit). */
  readonly skipped: readonly LayoutStep[];
  /** Steps to hand the job to; none: the job is complete. */
  readonly next: readonly LayoutStep[];
  /** Other members of the group: the job goes on only when each of them is settled. */
  readonly siblings: readonly LayoutStep[];
}

/** Where the job goes after the step `from`, which takes its early exit or not. */
export function onward(layout: Layout, from: LayoutStep, takesExit: boolean): Onward {
  const target = takesExit ? layout.steps.find(({ name }) => name === from.exit) : undefined;
  const group = target?.group ?? from.group + 1;
  return {
    skipped: layout.steps.filter((step) => step.group > from.group && step.group < group),
    next: groupOf(layout, group),
    siblings: groupOf(layout, from.group).filter(({ name }) => name !== from.name),
  };
}
