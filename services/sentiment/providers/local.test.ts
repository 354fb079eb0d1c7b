import { localSentiment } from "./local.ts";
import { testSentimentProvider } from "./provider.suite.ts";

testSentimentProvider("our own listener", () => localSentiment);
