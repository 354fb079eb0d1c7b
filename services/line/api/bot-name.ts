import { fits } from "@guchi/chain/schema.ts";
import { setTimeout as sleep } from "node:timers/promises";
import Type from "typebox";
import type { LineApi } from "./api.ts";

/** Who runs the bot may rename it. */
const KEEP_MS = 3_600_000;
const ASK_AGAIN_MS = 60_000;
/** An event waits for the name before it is answered, and its reply token ends soon. */
const WAIT_MS = 800;

/** https://developers.line.biz/en/reference/messaging-api/#get-bot-info */
export const BotInfo = Type.Object({ displayName: Type.String({ minLength: 1 }), basicId: Type.String() });

/** The name that LINE shows for the bot. Asked for when somebody may have typed it, and kept. */
export class BotName {
  readonly #api: Pick<LineApi, "botInfo">;
  #name: string | undefined;
  #askAt = 0;
  #asking: Promise<void> | undefined;

  constructor(api: Pick<LineApi, "botInfo">) {
    this.#api = api;
  }

  /** Undefined while LINE does not tell. Answers within a second and never rejects. */
  async get(): Promise<string | undefined> {
    if (Date.now() >= this.#askAt) {
      this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
      await Promise.race([this.#asking, sleep(WAIT_MS, undefined, { ref: false })]);
    }
    return this.#name;
  }

  async #ask(): Promise<void> {
    const answer = await this.#api.botInfo().catch(() => undefined);
    const isTold = answer?.kind === "answer" && fits(BotInfo, answer.body);
    if (isTold) this.#name = answer.body.displayName;
    this.#askAt = Date.now() + (isTold ? KEEP_MS : ASK_AGAIN_MS);
  }
}
