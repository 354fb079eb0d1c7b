import { spawnSync } from "node:child_process";
import { join } from "node:path";
import Type from "typebox";
import { jsonOrUndefined } from "../shared/chain/json.ts";
import { fits } from "../shared/chain/schema.ts";

/**
 * `npm run audit`: what the registry knows against the packages that run in production. Exit code
 * 0: nothing of high or critical severity; 1: something, one line each; 2: it could not be told,
 * because the registry has no audit or is away.
 */
const Report = Type.Object({
  vulnerabilities: Type.Record(
    Type.String(),
    Type.Object({ severity: Type.String(), range: Type.String(), via: Type.Array(Type.Unknown()) }),
  ),
});
const Advisory = Type.Object({ title: Type.String(), url: Type.String() });
const Refusal = Type.Object({ message: Type.String() });
const REFUSED: ReadonlySet<string> = new Set(["high", "critical"]);

const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json"], {
  cwd: join(import.meta.dirname, ".."),
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
});
const answer = jsonOrUndefined(stdout);
if (fits(Report, answer)) {
  const all = Object.entries(answer.vulnerabilities);
  const refused = all.filter(([, { severity }]) => REFUSED.has(severity));
  for (const [name, { severity, range, via }] of refused) console.error(`${severity}: ${name} ${range}${reasons(via)}`);
  console.error(`Guchi: ${all.length} advisories for production packages, ${refused.length} of them high or critical.`);
  process.exitCode = refused.length > 0 ? 1 : 0;
} else {
  const why = fits(Refusal, answer) ? answer.message : "npm audit gave no report";
  console.error(`Guchi: the packages were not audited: ${why}`);
  process.exitCode = 2;
}

/**
 * The advisories themselves; a package that is only affected through another one names that
 * instead.
 */
function reasons(via: readonly unknown[]): string {
  const told = via.map((each) => (fits(Advisory, each) ? `${each.title} (${each.url})` : `through ${String(each)}`));
  return told.length === 0 ? "" : `: ${told.join("; ")}`;
}
