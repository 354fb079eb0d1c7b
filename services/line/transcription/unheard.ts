/** Why a voice message was not heard, as the user is told it. */
export type WhyUnheard = "gone" | "late" | "long" | "odd" | "silent" | "missed";

/** A voice message that no further try would make heard. */
export class Unheard extends Error {
  readonly why: WhyUnheard;

  constructor(why: WhyUnheard) {
    super(`A voice message was not heard: ${why}`);
    this.name = "Unheard";
    this.why = why;
  }
}
