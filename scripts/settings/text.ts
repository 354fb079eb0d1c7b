import { PLATFORM_SETTINGS } from "../../shared/platform/config/platform-settings.ts";
import { variablesOf } from "../../shared/platform/config/settings.ts";
import type { Variable } from "../../shared/platform/config/variables.ts";
import type { Loaded } from "../../shared/platform/service/load.ts";

/** Settings that the same services read. */
interface Group {
  /** The services' names; "all" for what every service reads. */
  readonly readers: string;
  readonly variables: readonly (readonly [name: string, variable: Variable<unknown>])[];
}

const ENV_HEAD = `# Settings of Guchi. Copy this file to .env and uncomment what you change; each line shows the default.
# Node and Docker Compose both read it. In Compose, put a value with a $ in single quotes, and add a line for REDIS_PASSWORD,
# with letters and digits such as \`openssl rand -hex 32\` gives. A process gets only what its service reads.
`;

/** Every setting with those who read it: what all read first, then what one service reads. */
function groupsOf({ services, variables }: Loaded): readonly Group[] {
  const readersOf = (name: string) => {
    if (Object.hasOwn(PLATFORM_SETTINGS, name)) return "all";
    const readers = services.filter(({ service }) => Object.hasOwn(variablesOf(service), name));
    return readers.map(({ service }) => service.name).join(", ");
  };
  const groups = Map.groupBy(Object.entries(variables), ([name]) => readersOf(name));
  const alone = ["all", ...services.map(({ service }) => service.name)];
  const order = [...alone, ...[...groups.keys()].filter((readers) => !alone.includes(readers))];
  return order.map((readers) => ({ readers, variables: groups.get(readers) ?? [] }));
}

/** The text of `.env.example`. */
export function envExample(loaded: Loaded): string {
  const sections = groupsOf(loaded).map(({ readers, variables }) => {
    const title = readers === "all" ? "Read by every service" : `Read by ${readers}`;
    const lines = variables.map(([name, { about, fallback = "" }]) => `# ${about}\n# ${name}=${fallback}\n`);
    return `## ${title}\n\n${lines.join("\n")}`;
  });
  return [ENV_HEAD, ...sections].join("\n");
}

/** The table of settings for a README. */
export function settingsTable(loaded: Loaded, language: "en" | "ja"): string {
  const head =
    language === "en" ? ["variable", "default", "meaning", "read by"] : ["変数", "既定値", "意味", "使うサービス"];
  const rows = groupsOf(loaded).flatMap(({ readers, variables }) =>
    variables.map(([name, { about, japanese, fallback = "" }]) => {
      const by = readers === "all" && language === "ja" ? "すべて" : readers;
      return [`\`${name}\``, fallback, language === "ja" ? (japanese ?? about) : about, by];
    }),
  );
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const TABLE = /(<!-- settings -->\n\n).*?(\n\n<!-- \/settings -->)/s;

/** A README with the table between its marks. Throws TypeError where there are no marks. */
export function withTable(readme: string, table: string): string {
  if (!TABLE.test(readme)) throw new TypeError("The README has no <!-- settings --> marks");
  return readme.replace(TABLE, (_, head: string, tail: string) => `${head}${table}${tail}`);
}
