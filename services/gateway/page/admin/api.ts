/** An answer other than the one asked for; its message is for people. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** Undefined: there was no answer. */
  readonly status: number | undefined;

  constructor(message: string, status: number | undefined) {
    super(message);
    this.status = status;
  }
}

/** What the gateway has under `/admin/api`, by the session's cookie. */
export class AdminApi {
  readonly #root = new URL("admin/api/", document.baseURI);

  /** Where an event stream is. */
  get events(): string {
    return new URL("events", this.#root).href;
  }

  async get<Answer extends object>(
    path: string,
    query: Readonly<Record<string, string | undefined>> = {},
  ): Promise<Answer> {
    const url = new URL(path, this.#root);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== "") url.searchParams.set(name, value);
    }
    return read(await ask(url, {}));
  }

  async post<Answer extends object>(path: string, body?: unknown): Promise<Answer> {
    const json =
      body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    return read(await ask(new URL(path, this.#root), { method: "POST", ...json }));
  }

  async delete(path: string): Promise<void> {
    await ask(new URL(path, this.#root), { method: "DELETE" });
  }
}

async function ask(url: URL, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch(() => {
    throw new ApiError("Guchi does not answer", undefined);
  });
  if (response.ok) return response;
  throw new ApiError(await problemOf(response), response.status);
}

/** What the gateway's own schemas have checked. */
async function read<Answer extends object>(response: Response): Promise<Answer> {
  const value: Answer = JSON.parse(await response.text());
  return value;
}

interface Told {
  readonly detail?: string;
  readonly title?: string;
  readonly errors?: readonly { readonly detail: string }[];
}

async function problemOf(response: Response): Promise<string> {
  try {
    const { title, detail, errors = [] }: Told = JSON.parse(await response.text());
    return [detail ?? title ?? String(response.status), ...errors.map((each) => each.detail)].join(": ");
  } catch {
    return String(response.status);
  }
}
