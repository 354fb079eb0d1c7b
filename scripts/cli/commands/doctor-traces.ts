import { PLATFORM_SETTINGS } from "../../../shared/platform/config/platform-settings.ts";
import { readSettings } from "../../../shared/platform/config/settings.ts";
import { bySettingsHere } from "../here.ts";

/** How long the collector may take to answer, in ms. */
const ANSWER_MS = 3_000;

const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS } = PLATFORM_SETTINGS;

/** Whether the collector that the settings here name takes spans: it is sent none. */
export async function lookAtTraces(): Promise<{ readonly ok: boolean; readonly text: string }> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = await bySettingsHere(
    async () => readSettings({ settings: { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS } }),
  );
  if (endpoint === undefined) return { ok: true, text: "off: OTEL_EXPORTER_OTLP_ENDPOINT is not set" };
  try {
    const answer = await fetch(`${endpoint}/v1/traces`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: '{"resourceSpans":[]}',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    await answer.body?.cancel();
    return { ok: answer.ok, text: answer.ok ? "the collector answers" : `the collector answers ${answer.status}` };
  } catch {
    return { ok: false, text: `OTEL_EXPORTER_OTLP_ENDPOINT does not answer: ${endpoint}` };
  }
}
