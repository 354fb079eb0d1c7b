import type { Redis } from "ioredis";
import { clusterOf } from "./cluster.ts";

type Argument = string | number;

/** What the name of an argument begins with that takes all that are left. */
const REST = /^\.\.\./;

/** The arguments of a script by name; one whose name begins with `...` takes all that are left. */
type Named<Names extends string> = {
  readonly [Name in Names as Name extends `...${infer Rest}` ? Rest : Name]: Name extends `...${string}`
    ? readonly Argument[]
    : Argument;
};

/**
 * A Lua script that runs atomically on the node that holds its keys. All keys must share one hash
 * tag; what else it touches (enqueue.ts) must lie on the same server.
 */
export type Script<Keys extends string, Args extends string> = (
  redis: Redis,
  keys: { readonly [Key in Keys]: string },
  args: Named<Args>,
) => Promise<unknown>;

/**
 * A script under a name of its own. `keys` and `args` name what it gets: the caller gives them by
 * name, and the Lua text finds them in locals of the same names, arguments as strings. The last of
 * `args` may begin with `...`: a list, in Lua a table. Where one is named `channel`, `tell(text)`
 * publishes there; subscriber.ts subscribes.
 *
 * ioredis sends the script's SHA and, when Redis does not know it yet (first use, restart), the
 * text. The reply is data from outside: check it.
 */
export function defineScript<const Keys extends string, const Args extends string>(
  name: string,
  { keys, args }: { readonly keys: readonly Keys[]; readonly args: readonly Args[] },
  body: string,
): Script<Keys, Args> {
  const isTold = args.some((each) => each === "channel");
  const lua = (inCluster: boolean) =>
    [locals("KEYS", keys), locals("ARGV", args), isTold ? tell(inCluster) : "", body].join("\n");
  const order = args.map((each) => each.replace(REST, ""));
  return (redis, named, values) => {
    const given: Readonly<Record<string, Argument | readonly Argument[]>> = values;
    if (!(name in redis)) redis.defineCommand(name, { lua: lua(clusterOf(redis) !== undefined) });
    const command: unknown = Reflect.get(redis, name);
    if (typeof command !== "function") throw new TypeError(`ioredis did not define ${name}`);
    const all = [keys.length, ...keys.map((key) => named[key]), ...order.flatMap((each) => given[each] ?? "")];
    return Promise.resolve<unknown>(Reflect.apply(command, redis, all));
  };
}

/** Lua: publishes. Redis before 7 has no sharded channels, and says so by an error. */
function tell(inCluster: boolean): string {
  if (!inCluster) return "local function tell(message) redis.call('PUBLISH', channel, message) end";
  return `local function tell(message)
  if type(redis.pcall('SPUBLISH', channel, message)) == 'table' then redis.call('PUBLISH', channel, message) end
end`;
}

/** Lua: a local for each. A list is not unpacked at once: Lua's stack bounds that. */
function locals(source: "KEYS" | "ARGV", names: readonly string[]): string {
  const lines = names.map((name, index) =>
    REST.test(name)
      ? `local ${name.replace(REST, "")} = {} for i = ${index + 1}, #${source} do ${name.replace(REST, "")}[i - ${index}] = ${source}[i] end`
      : `local ${name} = ${source}[${index + 1}]`,
  );
  return lines.join("\n");
}
