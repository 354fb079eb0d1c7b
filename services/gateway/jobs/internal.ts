import type { Route } from "@guchi/chain/pipeline.ts";

/** The first field of a job's input that only the system itself fills in; undefined: anybody could have started the job. */
export function internalField({ pipeline }: Route, input: object): string | undefined {
  return pipeline.internal?.find((field) => Object.hasOwn(input, field));
}

/** Whether only the system itself starts such a job: nobody may start it again. */
export function isOfSystem(route: Route, input: object): boolean {
  return route.pipeline.hidden === true || internalField(route, input) !== undefined;
}
