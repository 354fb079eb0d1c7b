import type { Answer } from "../openai/route.ts";
import { startToldServer, type ToldRequest } from "../told-server.ts";
import { wavOf } from "./wav.ts";

const STYLES = new Set(["0", "1", "2", "3", "8"]);
/**
 * What a query must hold, with its type: https://voicevox.github.io/voicevox_engine/api/
 * (AudioQuery)
 */
const QUERY_FIELDS = {
  accent_phrases: "object",
  speedScale: "number",
  pitchScale: "number",
  intonationScale: "number",
  volumeScale: "number",
  prePhonemeLength: "number",
  postPhonemeLength: "number",
  outputSamplingRate: "number",
  outputStereo: "boolean",
} as const;

export type FakeVoicevox = Awaited<ReturnType<typeof startFakeVoicevox>>;

/**
 * A VOICEVOX engine as a strict server: FastAPI's 422 for what does not fit, a tone for what does.
 */
export function startFakeVoicevox() {
  return startToldServer(answer);
}

function answer(request: ToldRequest): Answer {
  const { method, url, text } = request;
  if (url.pathname === "/version") return { status: 200, body: Buffer.from('"0.24.1"') };
  if (url.pathname !== "/audio_query" && url.pathname !== "/synthesis") return detail(404, "Not Found");
  if (method !== "POST") return detail(405, "Method Not Allowed");
  const speaker = url.searchParams.get("speaker");
  if (speaker === null || !/^\d+$/.test(speaker)) return detail(422, "query.speaker");
  if (!STYLES.has(speaker)) return detail(422, "the style is not there");
  return url.pathname === "/audio_query" ? makeQuery(url.searchParams.get("text")) : synthesize(request, text);
}

function makeQuery(text: string | null): Answer {
  if (text === null) return detail(422, "query.text");
  const moras = Array.from(text, (letter) => ({ text: letter, vowel: "a", vowel_length: 0.1, pitch: 5.5 }));
  const body = {
    accent_phrases: moras.length === 0 ? [] : [{ moras, accent: 1, pause_mora: null, is_interrogative: false }],
    speedScale: 1,
    pitchScale: 0,
    intonationScale: 1,
    volumeScale: 1,
    prePhonemeLength: 0.1,
    postPhonemeLength: 0.1,
    pauseLength: null,
    pauseLengthScale: 1,
    outputSamplingRate: 24_000,
    outputStereo: false,
    kana: "'ア",
  };
  return { status: 200, body };
}

function synthesize({ headers }: ToldRequest, text: string): Answer {
  if (headers["content-type"]?.toString().split(";")[0] !== "application/json") return detail(422, "body");
  const query = parse(text);
  for (const [field, type] of Object.entries(QUERY_FIELDS)) {
    if (typeof query[field] !== type) return detail(422, `body.${field}`);
  }
  const {
    accent_phrases: phrases,
    speedScale,
    outputSamplingRate,
    outputStereo,
  } = query as unknown as {
    accent_phrases: readonly { readonly moras: readonly unknown[] }[];
    speedScale: number;
    outputSamplingRate: number;
    outputStereo: boolean;
  };
  const moras = phrases.flatMap((phrase) => phrase.moras).length;
  const durationMs = 200 + (100 * moras) / speedScale;
  return {
    status: 200,
    body: wavOf({ durationMs, sampleRateHz: outputSamplingRate, channels: outputStereo ? 2 : 1 }),
    headers: { "content-type": "audio/wav" },
  };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

function detail(status: number, what: string): Answer {
  return { status, body: { detail: status === 422 ? [{ loc: what.split("."), msg: "field required" }] : what } };
}
