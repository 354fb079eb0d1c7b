import { chat } from "./chat.ts";
import { models } from "./models.ts";
import { moderations } from "./moderations.ts";
import type { FakeRoute } from "./route.ts";

/** Every endpoint that the fake has. Add yours here. */
export const ROUTES: readonly FakeRoute[] = [chat, models, moderations];
