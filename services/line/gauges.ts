import { channelField } from "@guchi/contracts/line/channels.ts";
import { readStandings, type LineStanding } from "@guchi/contracts/line-standing.ts";
import type { Gauge } from "@guchi/platform/service/gauge.ts";

/** A number of each channel, of those that LINE tells it of. */
function ofChannels(name: string, help: string, value: (standing: LineStanding) => number | undefined): Gauge {
  const read: Gauge["read"] = async (redis) =>
    [...(await readStandings(redis))].flatMap(([channel, standing]) => {
      const told = value(standing);
      return told === undefined ? [] : [{ labels: channelField(channel), value: told }];
    });
  return { name, help, read };
}

/** The month's messages, as LINE told last. Without a limit, none. */
export const LINE_GAUGES: readonly Gauge[] = [
  ofChannels("line_quota_limit_messages", "Messages that may be pushed this month.", ({ limit }) => limit),
  ofChannels("line_quota_used_messages", "Messages that were pushed this month.", ({ used }) => used),
];
