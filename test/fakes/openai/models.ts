import type { FakeRoute } from "./route.ts";

/** id → shutdown_date, as in November 2026. */
const MODELS: Readonly<Record<string, string | null>> = {
  "gpt-6-luna": null,
  "gpt-4o": "2027-01-14",
  "gpt-image-2.5-flare": null,
  "gpt-image-2.5-sunburst": null,
  "gpt-image-2": null,
  "gpt-4o-mini-tts": "2027-01-06",
  "gpt-realtime-2.1-mini": null,
  "gpt-transcribe": null,
  "gpt-4o-mini-transcribe": null,
  "omni-moderation-latest": null,
  "text-embedding-3-small": null,
  "text-embedding-3-large": null,
};

/** GET /v1/models */
export const models: FakeRoute = {
  name: "models",
  method: "GET",
  path: "/models",
  answer: () => ({
    status: 200,
    body: {
      object: "list",
      data: Object.entries(MODELS).map(([id, shutdown_date]) => ({
        id,
        object: "model",
        created: 1_780_000_000,
        owned_by: "openai",
        shutdown_date,
      })),
    },
  }),
};

/** Whether a model exists and was not shut down. */
export function isModel(id: string): boolean {
  return Object.hasOwn(MODELS, id);
}
