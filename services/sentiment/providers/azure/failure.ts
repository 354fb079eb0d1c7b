import { ProviderError, type FailureKind } from "@guchi/providers/failure.ts";
import { retryAfterMs } from "@guchi/platform/net/retry-after.ts";
import { kindOfNetworkError, kindOfStatus } from "@guchi/providers/http.ts";
import { fits } from "@guchi/chain/schema.ts";
import Type from "typebox";

/**
 * Azure's RestError, by its shape: the SDK brings its own copy of the class. Its `request` holds
 * the text: never pass it on.
 */
const Answered = Type.Object({ statusCode: Type.Number({ minimum: 300 }) });
const WithStatus = Type.Object({ statusCode: Type.Number() });
const NoToken = /^(?:CredentialUnavailable|Authentication|AggregateAuthentication|AuthenticationRequired)Error$/;

/**
 * What a failed call of the SDK means; `retryAfter` is the answer's header. An abort is given back
 * as it came.
 */
export function azureFailure(provider: string, error: unknown, retryAfter: string | undefined): unknown {
  if (!(error instanceof Error) || error.name === "AbortError") return error;
  const kind = kindOf(error);
  return new ProviderError(kind, provider, {
    cause: new Error(`Azure: ${error.name}${fits(Answered, error) ? ` ${error.statusCode}` : ""}`),
    retryAfterMs: kind === "rate_limited" ? retryAfterMs(retryAfter) : undefined,
  });
}

/** What Azure's error for the document means, by its code: https://learn.microsoft.com/rest/api/language/ (InnerErrorCode). */
export function failureOfDocument(provider: string, code: string): ProviderError {
  const kind = /^(?:InvalidDocument|UnsupportedLanguageCode|InvalidArgument|EmptyRequest)/.test(code)
    ? "unsuitable"
    : "server_error";
  return new ProviderError(kind, provider, { cause: new Error(`Azure: document error ${codeOnly(code)}`) });
}

function kindOf(error: Error): FailureKind {
  if (fits(Answered, error)) return kindOfStatus(error.statusCode);
  if (NoToken.test(error.name)) return "misconfigured";
  // Without a status the answer did not come, or not whole. With one that is good, what came is no
  // JSON.
  if (error.name === "RestError" && !fits(WithStatus, error)) return kindOfNetworkError(error);
  return "broken_answer";
}

function codeOnly(code: string): string {
  return /^\w{1,64}$/.test(code) ? code : "of another shape";
}
