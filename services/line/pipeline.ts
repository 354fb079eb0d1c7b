import { definePipeline } from "@guchi/chain/define.ts";
import { deliveryPipeline } from "@guchi/chain/delivery.ts";
import { defineContract } from "@guchi/chain/stage.ts";
import {
  LINE_EVENT_PIPELINE,
  LineEventInput,
  LineId,
  LineOwner,
  Notice,
  NoticeResult,
  NoticeTopic,
} from "@guchi/contracts/line.ts";
import { LineChannelName } from "@guchi/contracts/line/channels.ts";
import { reply } from "@guchi/contracts/stage-contracts.ts";
import Type, { type Static } from "typebox";
import { LINE } from "./address.ts";

const closed = { additionalProperties: false } as const;

/** All of an owner up to a time (ms since the epoch). */
const Everything = Type.Object({ owner: LineOwner, until: Type.Integer({ minimum: 0 }) }, closed);

/** One message of a channel; without a channel, of the one without a name. */
const Unsent = Type.Object({ messageId: LineId, channel: Type.Optional(LineChannelName) }, closed);
export type Unsent = Static<typeof Unsent>;

/** What to forget: one message that was unsent, or all of an owner. */
const ForgetInput = Type.Object({ forget: Type.Union([Unsent, Everything]) }, closed);
export type ForgetInput = Static<typeof ForgetInput>;
const Forgotten = Type.Object({ jobs: Type.Integer({ minimum: 0, description: "Jobs erased." }) }, closed);

/** Erases what a user took back, left behind or asks to forget. */
export const forget = defineContract({ name: "forget", input: ForgetInput, output: Forgotten });

/** What came of listening to a voice message: its words, or what is to be said without them. */
const Heard = Type.Object(
  {
    words: Type.Optional(Type.String({ minLength: 1 })),
    about: Type.Optional(NoticeTopic),
    /** Who wrote the words down. */
    provider: Type.Optional(Type.String()),
  },
  closed,
);
export type Heard = Static<typeof Heard>;

/** Writes down what a voice message says. */
export const transcription = defineContract({ name: "transcription", input: LineEventInput, output: Heard });

/** Sees what is to be done about one event, and starts it. */
export const lineEvent = defineContract({
  name: "line-event",
  input: Type.Object({ ...LineEventInput.properties, heard: Type.Optional(Heard) }),
  output: Type.Object({ did: Type.String() }, closed),
});

const NoticeInput = Type.Object({ say: Notice }, closed);

const hidden = { hidden: true, internal: ["channel", "receivedAt", "event", "forget", "say"] } as const;
/** LINE brings an event again within minutes; what it led to is known by its id for longer. */
const EVENT_KEPT_SECONDS = 3_600;

export const VOICE_PIPELINE = "line-voice";

/** Work of LINE's own, which nobody starts by name. */
export const pipelines = [
  definePipeline({
    ...hidden,
    name: LINE_EVENT_PIPELINE,
    about: "One event of LINE's webhook.",
    input: LineEventInput,
    output: lineEvent.output,
    keptSeconds: EVENT_KEPT_SECONDS,
  })
    .step(lineEvent)
    .end(),
  definePipeline({
    ...hidden,
    name: VOICE_PIPELINE,
    about: "A voice message: its words are written down, and then it is an event like a text.",
    input: LineEventInput,
    output: lineEvent.output,
    keptSeconds: EVENT_KEPT_SECONDS,
  })
    .step(transcription, { optional: true })
    .step(lineEvent, { input: ({ input, results }) => ({ ...input, heard: results.transcription ?? {} }) })
    .end(),
  definePipeline({
    ...hidden,
    name: "line-notice",
    about: "A kind sentence to a LINE event that is no complaint.",
    input: NoticeInput,
    output: NoticeResult,
  })
    .step(reply)
    .end((job) => noticeOf(job.results.reply)),
  definePipeline({
    ...hidden,
    name: "line-forget",
    about: "Erases what a LINE user took back or left behind.",
    input: ForgetInput,
    output: Forgotten,
  })
    .step(forget)
    .end(),
  definePipeline({
    ...hidden,
    name: "line-forget-me",
    about: "Erases what a LINE user asks to forget, and then says so.",
    input: Type.Object({ forget: Everything, say: Notice }, closed),
    output: NoticeResult,
  })
    .step(forget, { input: ({ input }) => ({ forget: input.forget }) })
    .step(reply, { input: ({ input }) => ({ say: input.say }) })
    .end((job) => noticeOf(job.results.reply)),
  deliveryPipeline(LINE),
];

function noticeOf({ message }: NoticeResult): NoticeResult {
  return { message };
}
