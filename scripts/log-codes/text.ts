import type { LogCodes } from "../../shared/chain/log.ts";

/** The codes of one package, by its folder. */
export interface PackageCodes {
  readonly folder: string;
  readonly codes: LogCodes;
}

const HEAD = `# Log codes

Each line of Guchi's log has a \`code\`: what happened, in a word that stays the same from one version to the next, to search and to
alert by. This page is written by \`npm run log-codes\` from the lists in the code (\`log-codes.ts\` of each package).

A line is JSON (\`LOG_FORMAT=json\`, the default where the output is no terminal), or one to read (\`LOG_FORMAT=pretty\`, the default
in a terminal). Beside the code it has \`level\` (30 info, 40 warn, 50 error, 60 fatal), \`time\` (ms since the epoch), \`service\`,
\`msg\`, and what the event is about: \`job\`, \`stage\`, \`step\`, \`provider\`, \`err\`. No line holds what anybody said.

Each change of a job's state is one line at info, each attempt of a step one at debug. Jobs that serve others (callbacks,
deliveries, LINE's events) are told at debug, unless they fail. All of one job: \`grep '"job":"ID"'\`, or \`npx --no guchi show ID --history\`.
What Redis' trouble repeats is told once a minute (\`redis.still_fails\`), and \`redis.recovered\` once at its end.
`;

/** docs/log-codes.md: every code with its level, its meaning, and what to do. */
export function logCodesPage(packages: readonly PackageCodes[]): string {
  const parts = packages.map(({ folder, codes }) => {
    const rows = Object.entries(codes).map(([code, { level, means, todo = "Nothing." }]) =>
      `| \`${code}\` | ${level} | ${means} | ${todo} |`.replaceAll("docs/", ""),
    );
    return [
      `## ${folder}`,
      "",
      "| code | level | what it means | what to do |",
      "| --- | --- | --- | --- |",
      ...rows,
    ].join("\n");
  });
  return `${[HEAD, ...parts].join("\n\n")}\n`;
}
