import { AzureKeyCredential, TextAnalysisClient, type TextAnalysisClientOptions } from "@azure/ai-language-text";
import { ConfigError } from "@guchi/platform/config/config-error.ts";
import type { MessageLanguage } from "@guchi/contracts/language.ts";
import { ProviderError } from "@guchi/providers/failure.ts";
import { fits } from "@guchi/chain/schema.ts";
import { Document, labelOfDocument } from "./azure/document.ts";
import { cutAtSentence } from "./azure/cut.ts";
import { azureFailure, failureOfDocument } from "./azure/failure.ts";
import type { SentimentProvider } from "./provider.ts";
import type { SentimentSettings } from "../settings.ts";

const NAME = "azure";
/** https://learn.microsoft.com/azure/ai-services/language-service/concepts/data-limits */
const MAX_CHARACTERS = 5_120;
/** Azure bills by text records of so many characters. */
const CHARACTERS_PER_RECORD = 1_000;
const ID = "1";
/**
 * Where Azure has another code than BCP 47 or none:
 * https://learn.microsoft.com/azure/ai-services/language-service/sentiment-opinion-mining/language-support
 */
const AZURE_CODES: Readonly<Partial<Record<MessageLanguage, string>>> = { tl: "fil", und: "en" };

type Settings = Pick<
  SentimentSettings,
  "AZURE_LANGUAGE_ENDPOINT" | "AZURE_LANGUAGE_KEY" | "AZURE_SENTIMENT_PRICE_USD" | "SENTIMENT_CALL_TIMEOUT"
>;

/**
 * Sentiment by Azure AI Language, with the key or, without one, with Entra ID (managed identity,
 * environment, `az login`). It knows polarity; danger, grief and language are our own listener's.
 * `options` reach the SDK. Throws ConfigError when the endpoint is plain http on another machine:
 * key and text would travel in the open.
 */
export async function createAzureSentiment(
  settings: Settings,
  options: TextAnalysisClientOptions = {},
): Promise<SentimentProvider> {
  const endpoint = endpointOf(settings);
  const client = await createClient(endpoint.href.replace(/\/$/, ""), settings.AZURE_LANGUAGE_KEY, {
    // The stage's policy decides on another try; the SDK would make three on its own, each on the
    // bill.
    retryOptions: { maxRetries: 0 },
    allowInsecureConnection: endpoint.protocol === "http:",
    ...options,
  });

  return {
    name: NAME,
    callTimeoutMs: settings.SENTIMENT_CALL_TIMEOUT * 1_000,
    async analyze(text, { language }, { signal, pay }) {
      const document = {
        id: ID,
        text: cutAtSentence(text.toWellFormed(), MAX_CHARACTERS),
        language: AZURE_CODES[language] ?? language,
      };
      signal.throwIfAborted();
      await pay(Math.ceil(document.text.length / CHARACTERS_PER_RECORD) * settings.AZURE_SENTIMENT_PRICE_USD);
      // The SDK's error leaves the answer's headers out.
      let wait: string | undefined;
      const [result] = await client
        .analyze("SentimentAnalysis", [document], {
          abortSignal: signal,
          disableServiceLogs: true, // else Azure keeps the text for 48 hours
          onResponse: ({ headers }) => {
            wait = headers.get("retry-after");
          },
        })
        .catch((error: unknown) => {
          throw azureFailure(NAME, error, wait);
        });
      if (result?.error !== undefined) throw failureOfDocument(NAME, result.error.code);
      if (!fits(Document, result)) throw new ProviderError("broken_answer", NAME);
      return labelOfDocument(result);
    },
  };
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

function endpointOf({ AZURE_LANGUAGE_ENDPOINT: endpoint }: Settings): URL {
  if (endpoint === undefined) throw new TypeError("AZURE_LANGUAGE_ENDPOINT is not set");
  const url = new URL(endpoint);
  if (url.protocol !== "https:" && !LOOPBACK.has(url.hostname)) {
    throw new ConfigError(["AZURE_LANGUAGE_ENDPOINT must be an https:// URL; plain http is for this machine only"]);
  }
  return url;
}

/** @azure/identity takes half a second to load, and is needed without a key only. */
async function createClient(endpoint: string, key: string | undefined, options: TextAnalysisClientOptions) {
  if (key !== undefined) return new TextAnalysisClient(endpoint, new AzureKeyCredential(key), options);
  const { DefaultAzureCredential } = await import("@azure/identity");
  return new TextAnalysisClient(endpoint, new DefaultAzureCredential(), options);
}
