import { isNeverSent } from "@guchi/platform/net/never-sent.ts";

/** Longest wait for the receiver, in ms. */
const LIMIT_MS = 10_000;

/** What came of a request: `later` and `refused` tell for certain that it was not taken. */
export type Outcome = "taken" | "later" | "refused" | "no-answer";

/**
 * Posts to a receiver; never throws. By what this messenger asks of receivers, any answer but 2xx
 * says that it did not take the message.
 */
export async function post(url: string, job: string, body: object, signal: AbortSignal): Promise<Outcome> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "webhook-id": job },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
    });
    await response.body?.cancel();
    return outcomeOf(response.status);
  } catch (error) {
    return isNeverSent(error) ? "later" : "no-answer";
  }
}

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return "taken";
  return status >= 500 || status === 429 || status === 408 ? "later" : "refused";
}
