/** A way to speak of one's own death or of hurting oneself. */
export interface SelfHarmSign {
  readonly pattern: RegExp;
  /** What in the same sentence makes it mean something else: 「自殺のニュースを見た」. */
  readonly unless?: RegExp;
}
