import { sine } from "../../../services/tts/testing/sine.ts";

const SAMPLE_RATE_HZ = 24_000;
const MS_PER_CHARACTER = 100;
/** 200 ms a delta. */
const DELTA_BYTES = 2 * (SAMPLE_RATE_HZ / 5);

/** A tone as long as the text would take, as raw 16-bit sound. */
export function pcmOf(text: string): Uint8Array {
  const samples = sine({ durationMs: 300 + MS_PER_CHARACTER * text.length, sampleRateHz: SAMPLE_RATE_HZ });
  return new Uint8Array(Int16Array.from(samples, (sample) => Math.round(sample * 0x7fff)).buffer);
}

interface ServerEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

interface Spoken {
  readonly pcm: Uint8Array;
  readonly transcript: string;
  readonly status?: string;
  readonly status_details?: object | null;
}

/** What the API sends from an order to its end, in its order. */
export function spoken({
  pcm,
  transcript,
  status = "completed",
  status_details = null,
}: Spoken): readonly ServerEvent[] {
  const at = { response_id: "resp_fake", item_id: "item_fake", output_index: 0, content_index: 0 };
  const part = { type: "output_audio", transcript };
  const item = { id: "item_fake", object: "realtime.item", type: "message", role: "assistant", content: [part] };
  const response = { object: "realtime.response", id: "resp_fake", conversation_id: null };
  const deltas: ServerEvent[] = [];
  for (let start = 0; start < pcm.length; start += DELTA_BYTES) {
    const delta = Buffer.from(pcm.subarray(start, start + DELTA_BYTES)).toString("base64");
    deltas.push({ type: "response.output_audio.delta", ...at, delta });
  }
  return [
    { type: "response.created", response: { ...response, status: "in_progress", status_details: null, output: [] } },
    { type: "response.output_item.added", response_id: "resp_fake", output_index: 0, item: { ...item, content: [] } },
    { type: "response.content_part.added", ...at, part: { type: "audio", transcript: "" } },
    { type: "response.output_audio_transcript.delta", ...at, delta: transcript },
    ...deltas,
    { type: "response.output_audio.done", ...at },
    { type: "response.output_audio_transcript.done", ...at, transcript },
    { type: "response.content_part.done", ...at, part },
    { type: "response.output_item.done", response_id: "resp_fake", output_index: 0, item },
    { type: "response.done", response: { ...response, status, status_details, output: [item], usage: {} } },
    { type: "rate_limits.updated", rate_limits: [] },
  ];
}
