import Type from "typebox";
import { fits, parseAs } from "../../shared/chain/schema.ts";
import { JobView } from "../../shared/contracts/job.ts";
import type { Accepted } from "../chaos/load.ts";

const Media = Type.Object({
  image: Type.Object({ url: Type.String(), previewUrl: Type.String() }),
  audio: Type.Object({ url: Type.String() }),
});

interface Asked {
  readonly accepted: Accepted;
  readonly base: string;
  readonly apiKey: string;
  /** URLs of the gateways. */
  readonly gateways: readonly string[];
}

/**
 * What of the complaints' media is not to be had, whole and alike, from every gateway. Prints how
 * many were looked at.
 */
export async function mediaProblems({ accepted, base, apiKey, gateways }: Asked): Promise<readonly string[]> {
  const headers = { authorization: `Bearer ${apiKey}` };
  const problems: string[] = [];
  let files = 0;
  for (const [id, { complaint }] of accepted.jobs) {
    if (!complaint) continue;
    const { output } = parseAs(JobView, await (await fetch(`${base}/jobs/${id}`, { headers })).json());
    if (!fits(Media, output)) {
      problems.push(`job ${id} has not all its media`);
      continue;
    }
    for (const url of [output.image.url, output.image.previewUrl, output.audio.url]) {
      const { pathname, search } = new URL(url);
      const answers = new Set(await Promise.all(gateways.map(async (gateway) => fileAt(gateway + pathname + search))));
      const [answer = ""] = answers;
      if (answers.size > 1 || !answer.startsWith("200 ")) problems.push(`${pathname}: ${answer.slice(0, 20)}`);
      files += 1;
    }
  }
  process.stdout.write(`media: ${files} files, ${problems.length} not to be had from both gateways\n`);
  return problems;
}

async function fileAt(url: string): Promise<string> {
  const response = await fetch(url);
  return `${response.status} ${Buffer.from(await response.arrayBuffer()).toString("base64")}`;
}
