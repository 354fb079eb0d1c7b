/**
 * vader-sentiment ships no types; this is the part that we use. Source: its README and
 * src/vaderSentiment.js.
 */
declare module "vader-sentiment" {
  export interface Polarity {
    readonly neg: number;
    readonly neu: number;
    readonly pos: number;
    /** -1 (most negative) to 1 (most positive). */
    readonly compound: number;
  }
  const vader: {
    readonly SentimentIntensityAnalyzer: { polarity_scores(text: string): Polarity };
  };
  export default vader;
}
