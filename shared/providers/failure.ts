import { StageError, toStageError, type ErrorClass, type ErrorCode } from "@guchi/chain/errors.ts";

/**
 * Whether a failed call may be on the bill: a time-out or a 500 may come after the work was done. A
 * paid call that is not surely free is not made a second time for the same part of a job.
 */
type Billed = "no" | "maybe" | "yes";

interface FailureFacts {
  readonly code: ErrorCode;
  readonly class: ErrorClass;
  /** Ends the sentence "NAME …". */
  readonly says: string;
  readonly billed: Billed;
  /** False when the provider was passed over without a request: that is no news. */
  readonly asked: boolean;
  /** How the circuit breaker takes it: a dead provider may cost one time-out, not one a job. */
  readonly breaks: "at once" | "in a row" | "never";
  /** True for what only the operator can mend. */
  readonly alarm: boolean;
}

/** Every way in which a provider may fail, and what each means. The only place that knows. */
export const FAILURES = {
  timeout: {
    code: "provider_unavailable",
    class: "transient",
    says: "did not answer in time",
    billed: "maybe",
    asked: true,
    breaks: "at once",
    alarm: false,
  },
  unreachable: {
    code: "provider_unavailable",
    class: "transient",
    says: "could not be reached",
    billed: "no",
    asked: true,
    breaks: "in a row",
    alarm: false,
  },
  cut: {
    code: "provider_unavailable",
    class: "transient",
    says: "broke the connection off",
    billed: "maybe",
    asked: true,
    breaks: "in a row",
    alarm: false,
  },
  server_error: {
    code: "provider_unavailable",
    class: "transient",
    says: "failed inside",
    billed: "maybe",
    asked: true,
    breaks: "in a row",
    alarm: false,
  },
  rate_limited: {
    code: "provider_rate_limited",
    class: "transient",
    says: "takes no more requests for now",
    billed: "no",
    asked: true,
    breaks: "never",
    alarm: false,
  },
  out_of_quota: {
    code: "provider_misconfigured",
    class: "permanent",
    says: "says that the account has nothing left to spend",
    billed: "no",
    asked: true,
    breaks: "in a row",
    alarm: true,
  },
  refused: {
    code: "provider_refused",
    class: "refused",
    says: "declined the content",
    billed: "no",
    asked: true,
    breaks: "never",
    alarm: false,
  },
  /**
   * Declined in an answer that is on the bill as any other: asking once more in softer words would
   * pay twice.
   */
  declined: {
    code: "provider_refused",
    class: "refused",
    says: "declined the content",
    billed: "yes",
    asked: true,
    breaks: "never",
    alarm: false,
  },
  /** 401, 403, and a model that is unknown or shut down. */
  misconfigured: {
    code: "provider_misconfigured",
    class: "permanent",
    says: "does not accept the key or does not know the model",
    billed: "no",
    asked: true,
    breaks: "in a row",
    alarm: true,
  },
  /**
   * A request that the provider calls wrong: our mistake, or a model that takes other parameters.
   */
  bad_request: {
    code: "provider_misconfigured",
    class: "permanent",
    says: "did not understand the request",
    billed: "no",
    asked: true,
    breaks: "never",
    alarm: true,
  },
  /** No base64, empty audio, another type, text that does not fit. */
  broken_answer: {
    code: "invalid_output",
    class: "transient",
    says: "gave an answer that cannot be used",
    billed: "yes",
    asked: true,
    breaks: "in a row",
    alarm: false,
  },
  /** Not asked: its circuit is open, or the time it named is not over. */
  resting: {
    code: "provider_unavailable",
    class: "transient",
    says: "is given a rest after failures",
    billed: "no",
    asked: false,
    breaks: "never",
    alarm: false,
  },
  /** Not asked: DAILY_BUDGET_USD or DAILY_IMAGES_PER_USER. */
  over_budget: {
    code: "over_budget",
    class: "permanent",
    says: "would cost more than the budget of the day",
    billed: "no",
    asked: false,
    breaks: "never",
    alarm: false,
  },
  /** Not asked: another paid call was made for this part of the job. */
  paid_already: {
    code: "provider_unavailable",
    class: "permanent",
    says: "was not asked, since another paid call was made",
    billed: "no",
    asked: false,
    breaks: "never",
    alarm: false,
  },
  /** Not asked: it cannot do this one, such as English for a Japanese voice. */
  unsuitable: {
    code: "provider_refused",
    class: "permanent",
    says: "is not made for this",
    billed: "no",
    asked: false,
    breaks: "never",
    alarm: false,
  },
  /** Anything without a name of its own. */
  failed: {
    code: "internal",
    class: "transient",
    says: "failed unexpectedly",
    billed: "maybe",
    asked: true,
    breaks: "never",
    alarm: false,
  },
} as const satisfies Record<string, FailureFacts>;

export type FailureKind = keyof typeof FAILURES;

export function factsOf(kind: FailureKind): FailureFacts {
  return FAILURES[kind];
}

interface Circumstances {
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
  readonly unsent?: boolean;
}

/**
 * A provider's failure, sorted once, at the provider's edge. Its cause must not hold a user's
 * words: it is logged.
 */
export class ProviderError extends StageError {
  readonly kind: FailureKind;
  readonly provider: string;
  /** Whether the order surely did not leave, whatever the kind says of the bill. */
  readonly unsent: boolean;

  constructor(kind: FailureKind, provider: string, { retryAfterMs, cause, unsent = false }: Circumstances = {}) {
    const { code, class: errorClass, says } = factsOf(kind);
    super(`${provider} ${says}.`, {
      code,
      class: errorClass,
      cause,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
    this.kind = kind;
    this.provider = provider;
    this.unsent = unsent;
  }
}

/** The same failure, of a service that was met before the order left. */
export function beforeSending(error: unknown): unknown {
  if (!(error instanceof ProviderError)) return error;
  const { kind, provider, retryAfterMs, cause } = error;
  return new ProviderError(kind, provider, { retryAfterMs, cause, unsent: true });
}

/** Whether a call that failed so, after it was counted, may be on the bill. */
export function mayBeBilled(error: unknown): boolean {
  if (error instanceof ProviderError && error.unsent) return false;
  return factsOf(kindOf(error)).billed !== "no";
}

/** What kind of failure any error is. A StageError that was not sorted tells it by its code. */
export function kindOf(error: unknown): FailureKind {
  if (error instanceof ProviderError) return error.kind;
  switch (toStageError(error).code) {
    case "provider_unavailable":
      return "server_error";
    case "provider_rate_limited":
      return "rate_limited";
    case "provider_refused":
      return "refused";
    case "provider_misconfigured":
      return "misconfigured";
    case "invalid_output":
      return "broken_answer";
    case "over_budget":
      return "over_budget";
    default:
      return "failed";
  }
}
