import { lookup as lookUp, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { StageError } from "@guchi/chain/errors.ts";
import { retryAfterMs } from "@guchi/platform/net/retry-after.ts";
import type { Agent } from "undici";
import { mayCall, mayCallName } from "./address.ts";

/** How long a receiver may take to answer, in ms. */
const ANSWER_MS = 10_000;
const CONNECT_MS = 5_000;

/**
 * Sends callbacks. The addresses that a name has are checked on the very connection that is used.
 */
export class CallbackSender {
  readonly #allowPrivate: boolean;
  #agent: Agent | undefined;

  constructor({ allowPrivate }: { readonly allowPrivate: boolean }) {
    this.#allowPrivate = allowPrivate;
  }

  /**
   * POSTs the body and resolves to the receiver's 2xx status. A redirect is not followed: it is a
   * failure like any other status. Throws StageError: transient but for an address that is not
   * allowed and for 410, by which a receiver says that it wants no more.
   */
  async post(url: string, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<number> {
    const host = new URL(url).hostname.replace(/^\[|\]$/g, "");
    // A literal address is connected to without any lookup.
    if (isAddress(host) && !mayCall(host, this.#allowPrivate)) throw forbidden();
    if (!mayCallName(host, this.#allowPrivate)) throw forbidden();
    // Loaded with the first callback: most installations send none, and its 109 modules take time.
    const { Agent, request } = await import("undici");
    const dispatcher = (this.#agent ??= new Agent({
      connect: { lookup: checkedLookup(this.#allowPrivate), timeout: CONNECT_MS },
      headersTimeout: ANSWER_MS,
      bodyTimeout: ANSWER_MS,
      maxHeaderSize: 16_384,
    }));
    const answer = await request(url, { method: "POST", headers, body, signal, dispatcher }).catch((cause: unknown) => {
      throw isForbidden(cause) ? forbidden(cause) : unreachable(cause);
    });
    await answer.body.dump();
    const status = answer.statusCode;
    if (status >= 200 && status < 300) return status;
    const waitMs = retryAfterMs(answer.headers["retry-after"]);
    throw new StageError(`The receiver of the callback answered ${status}.`, {
      code: "callback_failed",
      class: status === 410 ? "permanent" : "transient",
      ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    });
  }

  async close(): Promise<void> {
    await this.#agent?.destroy();
  }
}

class ForbiddenAddressError extends Error {
  override readonly name = "ForbiddenAddressError";
}

/** As the system resolves names, less what may not be called. */
function checkedLookup(allowPrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) return callback(error, []);
      const allowed = addresses.filter(({ address }) => mayCall(address, allowPrivate));
      const [first] = allowed;
      if (first === undefined)
        return callback(new ForbiddenAddressError("The name has no address that may be called"), []);
      return options.all === true ? callback(null, allowed) : callback(null, first.address, first.family);
    });
  };
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(":");
}

function isForbidden(error: unknown): boolean {
  return error instanceof ForbiddenAddressError || (error instanceof Error && isForbidden(error.cause));
}

function forbidden(cause?: unknown): StageError {
  return new StageError("The callback's host is private or a cloud metadata host.", {
    code: "callback_refused",
    class: "permanent",
    cause,
  });
}

function unreachable(cause: unknown): StageError {
  return new StageError("The receiver of the callback did not answer.", {
    code: "callback_failed",
    class: "transient",
    cause,
  });
}
