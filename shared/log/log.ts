import { pino, type Logger } from "pino";

/**
 * The logger of one service: JSON lines on standard output. Nothing that a user wrote and no secret is ever passed to
 * it; the redaction below is the second net, not the first.
 */
export function createLog(service: string, level: string): Logger {
  return pino({
    level,
    base: { service, pid: process.pid },
    redact: {
      paths: [
        "text",
        "input",
        "*.text",
        "*.input",
        "err.command.args",
        "req.headers.authorization",
        "req.headers.cookie",
        'req.headers["x-line-signature"]',
      ],
      censor: "[redacted]",
    },
  });
}
