import { ProviderError } from "./failure.ts";
import { kindOfStatus, networkFailure } from "./http.ts";
import type { OpenAiSettings } from "./settings.ts";

/**
 * A free request that tells whether a service lives. Throws ProviderError when it does not: no
 * answer, a failure of its own, or a key that it does not take. Any other answer will do.
 */
export async function mustLive(
  provider: string,
  url: string,
  { signal, headers = {} }: { readonly signal: AbortSignal; readonly headers?: Readonly<Record<string, string>> },
): Promise<void> {
  const response = await fetch(url, { headers, signal, redirect: "manual" }).catch((error: unknown) => {
    throw networkFailure(provider, error);
  });
  await response.body?.cancel();
  const { status } = response;
  if (status === 401 || status === 403 || kindOfStatus(status) === "server_error") {
    throw new ProviderError(kindOfStatus(status), provider);
  }
}

/** OpenAI's list of models, which costs nothing. A vendor without one lives as well. */
export function checkOpenAi(provider: string, { OPENAI_BASE_URL, OPENAI_API_KEY }: OpenAiSettings) {
  const headers = { authorization: `Bearer ${OPENAI_API_KEY ?? ""}` };
  return (signal: AbortSignal) => mustLive(provider, `${OPENAI_BASE_URL}/models`, { signal, headers });
}
