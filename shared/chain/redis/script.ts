import type { Redis } from "ioredis";

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
 * tag.
 */
export type Script<Keys extends string, Args extends string> = (
  redis: Redis,
  keys: { readonly [Key in Keys]: string },
  args: Named<Args>,
) => Promise<unknown>;

/**
 * A script under a name of its own. `keys` and `args` name what it gets: the caller gives them by
 * name, and the Lua text finds them in locals of the same names, arguments as strings. The last of
 * `args` may begin with `...`: a list, in Lua a table.
 *
 * ioredis sends the script's SHA and, when Redis does not know it yet (first use, restart), the
 * text. The reply is data from outside: check it.
 */
export function defineScript<const Keys extends string, const Args extends string>(
  name: string,
  { keys, args }: { readonly keys: readonly Keys[]; readonly args: readonly Args[] },
  body: string,
): Script<Keys, Args> {
  const lua = `${locals("KEYS", keys)}\n${locals("ARGV", args)}\n${body}`;
  const order = args.map((each) => each.replace(REST, ""));
  return (redis, named, values) => {
    const given: Readonly<Record<string, Argument | readonly Argument[]>> = values;
    const commands = redis as unknown as Record<string, (...all: readonly Argument[]) => Promise<unknown>>;
    if (commands[name] === undefined) redis.defineCommand(name, { lua });
    const command = commands[name];
    if (command === undefined) throw new TypeError(`ioredis did not define ${name}`);
    return command.call(
      redis,
      keys.length,
      ...keys.map((key) => named[key]),
      ...order.flatMap((each) => given[each] ?? ""),
    );
  };
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
