import type { JobRecord } from "@guchi/chain/job/record.ts";
import { fits } from "@guchi/chain/schema.ts";
import Type from "typebox";

const Asked = Type.Object({ user: Type.String() });

/** Whose job it is, where its input says so. */
export function userOf(record: JobRecord | undefined): string | undefined {
  return fits(Asked, record?.input) ? record.input.user : undefined;
}
