import { chat } from "./chat.ts";
import { embeddings } from "./embeddings.ts";
import { images } from "./images.ts";
import { models } from "./models.ts";
import { moderations } from "./moderations.ts";
import type { FakeRoute } from "./route.ts";
import { speech } from "../speech/speech.ts";
import { transcriptions } from "../speech/transcriptions.ts";

/** Every endpoint that the fake has. Add yours here. */
export const ROUTES: readonly FakeRoute[] = [chat, embeddings, images, models, moderations, speech, transcriptions];
