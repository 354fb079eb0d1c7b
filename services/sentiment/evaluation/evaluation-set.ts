/**
 * Sentences with the answer a careful reader would give. `complaint` is what the idol comforts; `happy` and `neither`
 * are what she does not. `ja` and `en` say the language that the provider must find.
 */
export interface EvaluationSet {
  readonly ja: Readonly<Record<Expected, readonly string[]>>;
  readonly en: Readonly<Record<Expected, readonly string[]>>;
}

export type Expected = "complaint" | "happy" | "neither";
