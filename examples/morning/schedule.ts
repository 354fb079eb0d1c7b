import type { NewSchedule } from "@guchi/client/client.ts";

/** A word from the idol each morning at seven in Tokyo, sent to `callbackUrl`. */
export function morning(callbackUrl: string): NewSchedule {
  return {
    pipeline: "guchi",
    input: { text: "また朝が来た。仕事に行きたくない" },
    cron: "0 7 * * *",
    timeZone: "Asia/Tokyo",
    missed: "once", // late is better than not at all
    callbackUrl,
  };
}
