import { personaSays } from "../../shared/contracts/testing/persona.ts";
import { newMediaKey } from "../../shared/platform/media/store.ts";

export const INPUT = { text: "残業ばっかりで疲れた。上司は先に帰るし、もう無理", user: "line-user" };

/** What the steps of `guchi` came to, as its local engines answer. */
export function resultsOf(id: string): Readonly<Record<string, object>> {
  const says = personaSays("残業おつかれさま。先に帰る背中を見送るの、つらかったね。今夜はゆっくり休もう？", {
    provider: "local",
  });
  const heard = { label: "negative", score: 0.93, language: "ja" };
  const image = {
    key: newMediaKey(id, "image", "jpg"),
    previewKey: newMediaKey(id, "preview", "jpg"),
    contentType: "image/jpeg",
    width: 1_024,
    height: 1_024,
    bytes: 143_000,
  };
  const audio = { key: newMediaKey(id, "voice", "mp3"), contentType: "audio/mpeg", durationMs: 6_400, bytes: 52_000 };
  return {
    sentiment: { ...heard, listens: true, grave: false, provider: "local" },
    persona: says,
    imagegen: { ...image, provider: "local" },
    tts: { ...audio, provider: "local" },
    reply: { reaction: "idol", sentiment: heard, message: says.message, image, audio },
  };
}
