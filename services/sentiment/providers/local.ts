import type { SentimentProvider } from "./provider.ts";

/** Sentiment without a network: what our own listener has heard already. */
export const localSentiment: SentimentProvider = {
  name: "local",
  analyze(_text, { label, score }, { signal }) {
    signal.throwIfAborted();
    return Promise.resolve({ label, score });
  },
};
