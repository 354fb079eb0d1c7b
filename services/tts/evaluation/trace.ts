import { join } from "node:path";
import type { JapaneseVoice } from "../providers/local/find-voices.ts";
import { openJTalkLines } from "../providers/local/open-jtalk/lines.ts";
import { runProgram } from "../providers/local/run-program.ts";

/** A word as Open JTalk speaks it. */
export interface SpokenWord {
  /** Katakana with ー for long vowels; empty for marks. */
  readonly reading: string;
  /** Mora after which the pitch falls; 0: it does not fall. */
  readonly accent: number;
}

/** What Open JTalk makes of a text that went through our own preparation, by its trace. */
export async function trace(text: string, { command, dictionary, mei }: JapaneseVoice): Promise<SpokenWord[]> {
  const words = [];
  for (const line of openJTalkLines(text)) {
    const args = ["-x", dictionary, "-m", join(mei, "mei_normal.htsvoice"), "-ot", "/dev/stdout", "-ow", "/dev/null"];
    const { signal } = new AbortController();
    const traced = (await runProgram({ command, args, input: `${line}\n`, signal })).toString();
    words.push(...wordsOf(traced));
  }
  return words;
}

/**
 * Fields of a word in the trace: surface, six of grammar, base form, reading, pronunciation,
 * accent/morae …
 */
const PRONUNCIATION = 9;
const ACCENT = 10;

function wordsOf(traced: string): SpokenWord[] {
  const [analysis = ""] = traced.split("[Output label]");
  return analysis
    .split("\n")
    .map((line) => line.split(","))
    .filter((fields) => fields.length > ACCENT)
    .map((fields) => ({
      reading: (fields[PRONUNCIATION] ?? "").replaceAll(/[^ァ-ヶー]/gu, ""),
      accent: Number.parseInt(fields[ACCENT] ?? "", 10),
    }));
}
