import type { ListPlace } from "@guchi/chain/job/job-index.ts";
import { ProblemError } from "../http/problem.ts";

/** The place behind which the next page begins, as text that a client passes back unread. */
export function toCursor({ createdAt, id }: ListPlace): string {
  return Buffer.from(`${createdAt}.${id}`).toString("base64url");
}

/** Throws ProblemError 400 for a text that is no cursor. */
export function fromCursor(cursor: string): ListPlace {
  const [, createdAt, id] =
    /^(\d{1,15})\.([A-Za-z0-9-]{1,64})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (createdAt === undefined || id === undefined) {
    const errors = [{ pointer: "/cursor", detail: "must be the cursor of an earlier page" }];
    throw new ProblemError("invalid-request", "The cursor is not valid", { errors });
  }
  return { createdAt: Number(createdAt), id };
}
