import { isatty } from "node:tty";
import {
  destination as toStandardOutput,
  pino,
  stdSerializers,
  type DestinationStream,
  type Logger,
  type SerializedError,
} from "pino";
import { isRefusedForNow, isUnblocked, redisTrouble, withoutArguments } from "@guchi/chain/redis/trouble.ts";
import type { Settings } from "../config/settings.ts";
import { traceFields } from "../telemetry/active.ts";
import { LastingStates } from "./lasting.ts";
import { prettyLine } from "./pretty.ts";

/** What of the settings says how the log looks. */
type LogSettings = Pick<Settings, "LOG_LEVEL"> & Partial<Pick<Settings, "LOG_FORMAT">>;

/**
 * The logger of one service: lines on standard output, JSON or to read. Nothing that a user wrote
 * and no secret is ever passed to it; the redaction below is the second net, not the first.
 * `destination` is for tests.
 *
 * A trouble of Redis is a state and not an event: every command meets it, at any rate. So of all
 * lines whose `err` is a trouble of Redis the first one of a kind is written; the others are told
 * once a minute, and the end once. That Redis takes no writes is told by one code, whoever meets
 * it.
 */
export function createLog(
  service: string,
  { LOG_LEVEL: level, LOG_FORMAT: format }: LogSettings,
  destination: DestinationStream = standardOutput(format),
): Logger {
  const states = new LastingStates({
    still: ({ name, unwritten, lastedMs, said }) =>
      log.warn({ code: "redis.still_fails", redis: name, forMs: lastedMs, unwritten, said }, "Redis still fails"),
    over: ({ name, unwritten, lastedMs }) =>
      log.info({ code: "redis.recovered", redis: name, afterMs: lastedMs, unwritten }, "Redis has recovered"),
  });
  const log: Logger = pino(
    {
      level,
      base: { service, pid: process.pid },
      mixin: traceFields,
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
          if (trouble === undefined) return method.apply(this, args);
          const { name, said, err, code } = trouble;
          if (isUnblocked(err)) return;
          if (isRefusedForNow(err) && code !== REFUSED && !states.has(name)) {
            this.warn({ code: REFUSED, err }, "Redis takes no writes");
          }
          if (states.isFirst(name, said)) method.apply(this, args);
        },
      },
    },
    destination,
  );
  return log;
}

/** Written at once, so that the last words of a process that dies are there. */
function standardOutput(format: LogSettings["LOG_FORMAT"]): DestinationStream {
  const output = toStandardOutput(1);
  const isTerminal = isatty(1);
  if ((format ?? (isTerminal ? "pretty" : "json")) === "json") return output;
  const hasColors = isTerminal && (process.env["NO_COLOR"] ?? "") === "";
  return { write: (line) => void output.write(prettyLine(line, hasColors)) };
}

const FATAL = pino.levels.values["fatal"] ?? 60;

const REFUSED = "redis.refuses_writes";

interface Trouble {
  readonly name: string;
  readonly said: string;
  readonly err: Error;
  /** Of the line. */
  readonly code: unknown;
}

function troubleOf(fields: unknown): Trouble | undefined {
  if (typeof fields !== "object" || fields === null || !("err" in fields)) return undefined;
  const { err } = fields;
  const name = redisTrouble(err);
  if (name === undefined || !(err instanceof Error)) return undefined;
  return { name, said: withoutArguments(err.message), err, code: "code" in fields ? fields.code : undefined };
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
