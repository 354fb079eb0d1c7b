import type { Answer } from "../openai/route.ts";
import { startToldServer, type ToldRequest } from "../told-server.ts";

const API_VERSIONS = new Set(["2022-05-01", "2023-04-01", "2024-11-01"]);
const LANGUAGES = new Set(["ja", "en", "de", "es", "fr", "it", "ko", "nl", "pt-PT", "zh-Hans", "zh-Hant"]);
/** https://learn.microsoft.com/azure/ai-services/language-service/concepts/data-limits */
const MAX_DOCUMENTS = 10;
const MAX_TEXT_ELEMENTS = 5_120;

/** Words that decide what the fake says: tests need no model's judgment. */
const SAD = /つかれ|疲れ|つらい|tired|sad/i;
const GLAD = /楽し|うれし|happy|fun/i;

export type FakeAzure = Awaited<ReturnType<typeof startFakeAzure>>;

/**
 * Azure AI Language as a strict server, for sentiment: it refuses what Azure refuses, per request
 * and per document.
 */
export async function startFakeAzure({ key = "0123456789abcdef0123456789abcdef" }: { readonly key?: string } = {}) {
  const server = await startToldServer((request) => answer(request, key));
  return { ...server, key };
}

function answer(request: ToldRequest, key: string): Answer {
  const { method, url, headers, text } = request;
  if (url.pathname !== "/language/:analyze-text") return refusal(404, "NotFound", "Resource not found");
  if (method !== "POST") return refusal(405, "MethodNotAllowed", "The method is not allowed");
  if (headers["ocp-apim-subscription-key"] !== key) return refusal(401, "401", "Access denied due to invalid key");
  if (!API_VERSIONS.has(url.searchParams.get("api-version") ?? ""))
    return refusal(400, "InvalidRequest", "The api-version is missing or unknown");
  if (headers["content-type"]?.toString().split(";")[0] !== "application/json")
    return refusal(415, "UnsupportedMediaType", "The content type must be JSON");
  const documents = documentsOf(text);
  if (documents === undefined) return refusal(400, "InvalidRequest", "The body does not fit");
  if (documents.length > MAX_DOCUMENTS) return refusal(400, "InvalidDocumentBatch", "Too many documents");
  if (new Set(documents.map(({ id }) => id)).size < documents.length)
    return refusal(400, "InvalidRequest", "Ids must be unique");
  const judged = documents.map((document) => ({ id: document.id, problem: problemOf(document), document }));
  const results = {
    documents: judged.filter(({ problem }) => problem === undefined).map(({ document }) => resultOf(document)),
    errors: judged.flatMap(({ id, problem }) =>
      problem === undefined
        ? []
        : [{ id, error: { code: "InvalidArgument", message: "No.", innererror: { code: problem, message: "No." } } }],
    ),
    modelVersion: "2025-10-01",
  };
  return { status: 200, body: { kind: "SentimentAnalysisResults", results } };
}

interface Document {
  readonly id: string;
  readonly text: string;
  readonly language: string | undefined;
}

function documentsOf(body: string): readonly Document[] | undefined {
  try {
    const asked = JSON.parse(body) as { kind?: unknown; analysisInput?: { documents?: unknown } };
    const documents = asked.analysisInput?.documents;
    if (asked.kind !== "SentimentAnalysis" || !Array.isArray(documents) || documents.length === 0) return undefined;
    const fit = documents.every(
      ({ id, text }: Partial<Document>) => typeof id === "string" && typeof text === "string",
    );
    return fit ? (documents as Document[]) : undefined;
  } catch {
    return undefined;
  }
}

function problemOf({ text, language = "en" }: Document): string | undefined {
  if (text.trim() === "") return "InvalidDocument";
  if (!LANGUAGES.has(language)) return "UnsupportedLanguageCode";
  return [...new Intl.Segmenter().segment(text)].length > MAX_TEXT_ELEMENTS ? "InvalidDocument" : undefined;
}

function resultOf({ id, text }: Document): object {
  const [sad, glad] = [SAD.test(text), GLAD.test(text)];
  const sentiment = sad && glad ? "mixed" : sad ? "negative" : glad ? "positive" : "neutral";
  const confidenceScores = {
    positive: glad ? (sad ? 0.4 : 0.97) : 0.01,
    neutral: sad || glad ? 0.02 : 0.95,
    negative: sad ? (glad ? 0.58 : 0.96) : 0.02,
  };
  const sentence = {
    sentiment: sad ? "negative" : glad ? "positive" : "neutral",
    confidenceScores,
    offset: 0,
    length: text.length,
    text,
  };
  return { id, sentiment, confidenceScores, sentences: [sentence], warnings: [] };
}

function refusal(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}
