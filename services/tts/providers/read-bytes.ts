import { ProviderError } from "@guchi/providers/failure.ts";
import { networkFailure } from "@guchi/providers/http.ts";

/** Twenty seconds of speech are under 1 MB in any format that is asked for; more is no answer. */
const MAX_SOUND_BYTES = 12_000_000;

/**
 * The body of an answer, read no further than the bound. Throws ProviderError `broken_answer` past
 * it, `cut` when the connection breaks off, and the signal's reason.
 */
export async function readBytes(
  provider: string,
  { body }: Response,
  signal: AbortSignal,
  maxBytes = MAX_SOUND_BYTES,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of body ?? []) {
      size += part.length;
      if (size > maxBytes) throw new ProviderError("broken_answer", provider);
      parts.push(part);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof ProviderError ? error : networkFailure(provider, error);
  }
  return Buffer.concat(parts);
}
