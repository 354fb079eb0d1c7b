import { StageError } from "@guchi/chain/errors.ts";

/** What every driver throws when its store cannot do something now: a stage tries it again. */
export function unavailable(verb: string, cause: unknown): StageError {
  return new StageError(`The media store could not ${verb} a file.`, {
    code: "media_unavailable",
    class: "transient",
    cause,
  });
}
