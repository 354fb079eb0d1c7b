/** Where VOICEVOX listens when nobody told it otherwise. */
const USUAL_URL = "http://localhost:50021";
const LIMIT_MS = 1_000;

/**
 * One line when a VOICEVOX engine runs on this machine, for whoever has not set VOICEVOX_URL: it is
 * never used unasked.
 */
export async function voicevoxOffer(signal: AbortSignal, url = USUAL_URL): Promise<readonly string[]> {
  try {
    const answer = await fetch(`${url}/version`, { signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]) });
    // A version in quotes is all that its API says there.
    if (!answer.ok || !/^"[\w.-]{1,40}"\s*$/u.test(await answer.text())) return [];
    return [`VOICEVOX runs on this machine and is not used; VOICEVOX_URL=${url} lets her speak with it`];
  } catch {
    return []; // nobody there
  }
}
