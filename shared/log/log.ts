import { pino, type DestinationStream, type Logger, type LoggerOptions } from "pino";

/**
 * The logger of one service: JSON lines on standard output. Nothing that a user wrote and no secret is ever passed to
 * it; the redaction below is the second net, not the first. `destination` is for tests.
 */
export function createLog(service: string, level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
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
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
