import type { Redis } from "ioredis";

/**
 * Calls `late` in `ms`, after one more look at what has arrived: timers come before sockets, so a
 * process that was busy for so long has not read yet what it was answered in time. Returns what
 * calls it off.
 */
export function afterLastLook(ms: number, late: () => void): () => void {
  let look: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => (look = setImmediate(late)), ms);
  return () => {
    clearTimeout(timer);
    clearImmediate(look);
  };
}

/**
 * Gives Redis so long for each command, in ms, and rejects it then. (ioredis' `commandTimeout`
 * counts also what this process did meanwhile.)
 */
export function limitCommands(redis: Redis, ms: number): void {
  const send = redis.sendCommand.bind(redis);
  redis.sendCommand = (command, ...to) => {
    const callOff = afterLastLook(ms, () => command.reject(new Error("Command timed out")));
    command.promise.then(callOff, callOff);
    return send(command, ...to);
  };
}
