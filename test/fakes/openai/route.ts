/** A request that came with a good key and a JSON body, or none for GET. */
export interface Asked {
  readonly body: unknown;
  /** Headers in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface Answer {
  readonly status: number;
  /** An object is sent as JSON, bytes as they are. */
  readonly body: object | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One endpoint of the fake. */
export interface FakeRoute {
  /** How tests call it in `behave` and `calls`. */
  readonly name: string;
  readonly method: "GET" | "POST";
  /** Below the base URL: `/chat/completions`. */
  readonly path: string;
  /** It takes a form with a file instead of JSON: its fields are the body. */
  readonly form?: boolean;
  /** What the real one would answer. Throws ApiRefusal for what it would refuse. */
  answer(asked: Asked): Answer | Promise<Answer>;
}

/** How the next request is answered otherwise than by the rules. */
export interface Behavior {
  /** Answer with this status, and with OpenAI's error body unless `body` is given. */
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Answer with this instead: text, bytes or JSON. */
  readonly body?: string | Uint8Array | object;
  /**
   * Close the connection instead of answering: before anything is sent, or in the middle of the
   * body.
   */
  readonly cut?: "before" | "inside";
  /** Wait for this long before answering. */
  readonly delayMs?: number;
  /** Wait for this before answering. */
  readonly hold?: Promise<unknown>;
}

/** A refusal as OpenAI words it: https://platform.openai.com/docs/guides/error-codes */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly code: string | null;
  readonly param: string | null;

  constructor(
    status: number,
    message: string,
    { code = null, param = null }: { code?: string | null; param?: string | null } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.param = param;
  }

  get body(): object {
    const type = this.status >= 500 ? "server_error" : "invalid_request_error";
    return { error: { message: this.message, type, param: this.param, code: this.code } };
  }
}

/** Refuses parameters that the endpoint does not know, as OpenAI does. */
export function onlyKnown(body: object, known: readonly string[]): void {
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ApiRefusal(400, `Unknown parameter: '${unknown}'.`, { code: "unknown_parameter", param: unknown });
  }
}

/** Refuses a body that does not fit. The message names no value. */
export function must(holds: boolean, param: string, what: string): asserts holds {
  if (!holds) throw new ApiRefusal(400, `Invalid '${param}': ${what}.`, { code: "invalid_value", param });
}
