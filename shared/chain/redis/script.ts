import type { Redis } from "ioredis";

type Argument = string | number;
/** A Lua script that runs atomically on the node that holds its keys. All keys must share one hash tag. */
export type Script = (redis: Redis, keys: readonly string[], args: readonly Argument[]) => Promise<unknown>;

/**
 * A script under a name of its own. ioredis sends its SHA and, when Redis does not know it yet (first use, restart), the
 * text. The reply is data from outside: check it.
 */
export function defineScript(name: string, lua: string): Script {
  return (redis, keys, args) => {
    const commands = redis as unknown as Record<string, (...all: (Argument | number)[]) => Promise<unknown>>;
    if (commands[name] === undefined) redis.defineCommand(name, { lua });
    const command = commands[name];
    if (command === undefined) throw new TypeError(`ioredis did not define ${name}`);
    return command.call(redis, keys.length, ...keys, ...args);
  };
}
