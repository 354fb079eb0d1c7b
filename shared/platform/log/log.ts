import { pino, stdSerializers, type DestinationStream, type Logger, type SerializedError } from "pino";
import { redisTrouble, withoutArguments } from "@guchi/chain/redis/trouble.ts";
import { LastingStates } from "./lasting.ts";

/**
 * The logger of one service: JSON lines on standard output. Nothing that a user wrote and no secret
 * is ever passed to it; the redaction below is the second net, not the first. `destination` is for
 * tests.
 *
 * A trouble of Redis is a state and not an event: every command meets it, at any rate. So of all
 * lines whose `err` is a trouble of Redis the first one of a kind is written; the others are told
 * once a minute, and the end once.
 */
export function createLog(service: string, level: string, destination?: DestinationStream): Logger {
  const states = new LastingStates({
    still: ({ name, unwritten, lastedMs, said }) =>
      log.warn({ redis: name, forMs: lastedMs, unwritten, said }, "Redis still fails"),
    over: ({ name, unwritten, lastedMs }) =>
      log.info({ redis: name, afterMs: lastedMs, unwritten }, "Redis has recovered"),
  });
  const log: Logger = pino(
    {
      level,
      base: { service, pid: process.pid },
      redact: {
        paths: [
          "text",
          "input",
          "*.text",
          "*.input",
          "err.command.args",
          "err.cert", // the other side's whole certificate, when TLS fails
          "err.aggregateErrors[*].cert",
          "req.headers.authorization",
          "req.headers.cookie",
          'req.headers["x-line-signature"]',
        ],
        censor: "[redacted]",
      },
      serializers: { err: serializeError },
      hooks: {
        logMethod(args, method, lineLevel) {
          const trouble = lineLevel < FATAL ? troubleOf(args[0]) : undefined;
          if (trouble === undefined || states.isFirst(trouble.name, trouble.said)) method.apply(this, args);
        },
      },
    },
    destination,
  );
  return log;
}

const FATAL = pino.levels.values["fatal"] ?? 60;

function troubleOf(fields: unknown): { name: string; said: string } | undefined {
  if (typeof fields !== "object" || fields === null || !("err" in fields)) return undefined;
  const { err } = fields;
  const name = redisTrouble(err);
  return name === undefined || !(err instanceof Error) ? undefined : { name, said: withoutArguments(err.message) };
}

/** What Redis was asked is not told: it may hold a secret. */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const serialized: Partial<SerializedError> = stdSerializers.err(error);
  const { message, stack } = serialized;
  if (message === undefined || !message.includes("with args beginning with")) return serialized;
  return {
    ...serialized,
    message: withoutArguments(message),
    stack: stack === undefined ? "" : withoutArguments(stack),
  };
}
