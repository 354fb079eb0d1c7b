import type { NoticeTopic } from "@guchi/contracts/line.ts";

/** A voice message that no further try would make heard, and what is to be said of it. */
export class Unheard extends Error {
  readonly about: NoticeTopic;

  constructor(about: NoticeTopic) {
    super(`A voice message was not heard: ${about}`);
    this.name = "Unheard";
    this.about = about;
  }
}
