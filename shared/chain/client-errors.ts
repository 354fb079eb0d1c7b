/** The same id came with another pipeline, input, or callback URL. */
export class ConflictError extends Error {
  override readonly name = "ConflictError";
}

/** A pipeline that this version does not have. */
export class UnknownPipelineError extends Error {
  override readonly name = "UnknownPipelineError";
}

/** The error where it is a conflict. Throws any other one. */
export function orConflict(error: unknown): ConflictError {
  if (error instanceof ConflictError) return error;
  throw error;
}
