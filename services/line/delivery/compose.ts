import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { DamagedRecordError, isReadableElsewhere } from "@guchi/chain/job/damaged.ts";
import type { JobRecords } from "@guchi/chain/job/records.ts";
import type { MediaInfo, MediaStore } from "@guchi/platform/media/store.ts";
import { addressOf, type LineTarget } from "../address.ts";
import type { Ownership } from "../events/ownership.ts";
import { isNameless } from "../owner.ts";
import { recordedAnswer } from "./answer.ts";
import { lineMessages, type Answer } from "./messages.ts";

export interface ComposerDeps {
  readonly ownership: Pick<Ownership, "isWithdrawn">;
  readonly records: Pick<JobRecords, "read">;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
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
  /** Held answers that go in front, oldest first. */
  readonly held: readonly HeldAnswer[];
}

/** An answer that waits, as its job's record tells it. */
export interface HeldAnswer {
  readonly job: string;
  readonly answer: Answer;
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

  /** The answer's messages as JSON text, with held answers in front. */
  async compose({ job, target, answer, again, leftOut, held }: Composing): Promise<string> {
    const messages = lineMessages(await this.#showable(answer), {
      base: this.#deps.publicBaseUrl,
      mediaUrl: this.#deps.mediaUrls(),
      // A press in a chat without a name could not be told from one in another.
      again: again && !isNameless(target.to) ? job : undefined,
      quoteToken: target.quoteToken,
      leftOut,
      held: await Promise.all(held.map(async (each) => this.#showable(each.answer))),
    });
    return JSON.stringify(messages);
  }

  /**
   * The answer of a job that waits; `gone`: purged, about to be, or no answer at all. `unread`: as
   * far as this process can tell, since it has another DATA_KEY or version.
   */
  async find(job: string): Promise<Answer | "gone" | "unread"> {
    try {
      const record = await this.#deps.records.read(job);
      const address = addressOf(record);
      if (record === undefined || address === undefined) return "gone";
      if (await this.#deps.ownership.isWithdrawn(address)) return "gone";
      return recordedAnswer(record, this.#deps.pipelines) ?? "unread";
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
