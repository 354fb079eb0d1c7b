import { GuchiClient, GuchiError } from "@guchi/client/client.ts";
import { morning } from "./schedule.ts";

/** `node examples/morning/run.ts CALLBACK_URL`: keeps the schedule in the Guchi at GUCHI_URL. */
const [, , callbackUrl] = process.argv;
const { GUCHI_URL: url = "http://localhost:3000", GUCHI_API_KEY: key } = process.env;
try {
  if (callbackUrl === undefined) throw new GuchiError("Usage: node examples/morning/run.ts CALLBACK_URL");
  const { name, nextAt } = await new GuchiClient({ url, key }).schedules.put("morning", morning(callbackUrl));
  process.stdout.write(`${name}: next at ${nextAt}\n`);
} catch (error) {
  if (!(error instanceof GuchiError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
