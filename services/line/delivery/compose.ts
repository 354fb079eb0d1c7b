import { addressOf, type LineTarget } from "../address.ts";
import { DamagedRecordError, isReadableElsewhere } from "@guchi/chain/job/damaged.ts";
import type { JobRecords } from "@guchi/chain/job/records.ts";
import type { MediaInfo, MediaStore } from "@guchi/platform/media/store.ts";
import { randomUUID } from "node:crypto";
import type { Claimed, KeptAnswer, KeptAnswers } from "./kept.ts";
import { lineMessages, roomFor, type Answer } from "./messages.ts";
import { isNameless, ownerOf } from "../owner.ts";
import type { Load, Parcel, Parcels } from "./parcel.ts";
import type { Trail } from "../events/trail.ts";

export interface ComposerDeps {
  readonly parcels: Parcels;
  readonly kept: KeptAnswers;
  readonly trail: Pick<Trail, "isWithdrawn">;
  readonly records: Pick<JobRecords, "exists" | "read">;
  readonly media: Pick<MediaStore, "info">;
  /** Base of our URLs: https, without a slash at its end. */
  readonly publicBaseUrl: string;
  /** Signs media URLs; made anew for each answer, so that they live as long as they can. */
  readonly mediaUrls: () => (key: string) => string;
}

/** What the messages are made of. */
interface Composing {
  readonly job: string;
  readonly target: LineTarget;
  readonly answer: Answer;
  /** Whether the user can ask for the same once more. */
  readonly again: boolean;
  /** Parts that LINE does not take (refused.ts). */
  readonly leftOut: ReadonlySet<string>;
}

/** https://developers.line.biz/en/reference/messaging-api/#image-message and #audio-message */
const MAX_IMAGE_BYTES = 10_000_000;
const MAX_PREVIEW_BYTES = 1_000_000;
const MAX_AUDIO_BYTES = 200_000_000;

/** Makes the messages of an answer, together with answers that wait for the same chat. */
export class Composer {
  readonly #deps: ComposerDeps;

  constructor(deps: ComposerDeps) {
    this.#deps = deps;
  }

  /**
   * The answer's messages, with undelivered answers in front. While a request has an unknown
   * outcome, none is added: that request may have reached LINE. Returns undefined when the job
   * ended or was purged; the purge could not see what was claimed only now.
   */
  async compose(
    { job, target, answer, again, leftOut }: Composing,
    { reply, push, unsent }: Parcel,
  ): Promise<Load | undefined> {
    const chat = ownerOf(target.to);
    const room = reply === undefined && push === undefined ? roomFor(answer) : 0;
    const claimed = await this.#deps.kept.claim(chat, job, room);
    if (Object.values(claimed).some(({ length }) => length > 0)) {
      if (!(await this.#deps.records.exists(job))) {
        await this.#deps.kept.giveBack(chat, job);
        return undefined;
      }
      // It stood still, and another attempt has ended the job: nobody would hand over what was
      // claimed just now.
      if ((await this.#deps.parcels.read(job)).done !== undefined) {
        await this.#deps.kept.giveBack(chat, job, randomUUID());
        return undefined;
      }
    }
    const told = await this.#tellable(chat, job, claimed, unsent);
    const messages = lineMessages(await this.#showable(answer), {
      base: this.#deps.publicBaseUrl,
      mediaUrl: this.#deps.mediaUrls(),
      // A press in a chat without a name could not be told from one in another.
      again: again && !isNameless(target.to) ? job : undefined,
      quoteToken: target.quoteToken,
      leftOut,
      kept: await Promise.all(told.map(async (each) => this.#showable(each.answer))),
    });
    return { messages: JSON.stringify(messages), aboard: told.length };
  }

  /**
   * The claimed answers that can be told. The others leave: those of jobs that are purged, or about
   * to be, for good.
   */
  async #tellable(
    chat: string,
    job: string,
    { answers, unread, broken }: Claimed,
    unsent: string | undefined,
  ): Promise<readonly KeptAnswer[]> {
    const ids = [...answers.map((each) => each.job), ...unread];
    // Its own goes with it.
    const fate = async (id: string) => [id, id === job ? "gone" : await this.#fateOf(id)] as const;
    const fates = new Map(await Promise.all(ids.map(fate)));
    const told = answers.filter((each) => fates.get(each.job) === "there");
    const gone = ids.filter((id) => fates.get(id) === "gone");
    const waiting = ids.filter(
      (id) => fates.get(id) === "unread" || (fates.get(id) === "there" && unread.includes(id)),
    );
    await this.#deps.kept.leave(chat, job, { gone: [...gone, ...broken], unread: waiting, unsent });
    return told;
  }

  /**
   * Whether a kept answer's job is still there, and nobody has taken back what it answers, as far
   * as this process can tell.
   */
  async #fateOf(job: string): Promise<"there" | "gone" | "unread"> {
    try {
      const record = await this.#deps.records.read(job);
      if (record === undefined) return "gone";
      const address = addressOf(record);
      return address !== undefined && (await this.#deps.trail.isWithdrawn(address)) ? "gone" : "there";
    } catch (error) {
      if (error instanceof DamagedRecordError) return isReadableElsewhere(error) ? "unread" : "gone";
      throw error;
    }
  }

  /**
   * The answer less the media that are gone or larger than LINE shows: a text without a picture
   * beats no answer.
   */
  async #showable({ image, audio, ...rest }: Answer): Promise<Answer> {
    const [picture, preview, sound] = await Promise.all(
      [image?.key, image?.previewKey, audio?.key].map(async (key) =>
        key === undefined ? undefined : this.#deps.media.info(key),
      ),
    );
    const seen = isUpTo(picture, MAX_IMAGE_BYTES) && isUpTo(preview, MAX_PREVIEW_BYTES);
    const heard = isUpTo(sound, MAX_AUDIO_BYTES);
    return { ...rest, ...(seen && image && { image }), ...(heard && audio && { audio }) };
  }
}

function isUpTo(info: MediaInfo | undefined, bytes: number): boolean {
  return info !== undefined && info.bytes <= bytes;
}
