import { join } from "node:path";
import { halveRate } from "../../../sound/halve-rate.ts";
import { joinPcm } from "../../../sound/pcm.ts";
import { polishedMp3 } from "../../../sound/polish.ts";
import { readWav } from "../../../sound/wav.ts";
import type { Engine } from "../engine.ts";
import type { JapaneseVoice } from "../find-voices.ts";
import { runProgram } from "../run-program.ts";
import { GAIN_DB, MANNERS, type Manner } from "./mei.ts";
import { openJTalkLines } from "./lines.ts";

/** Japanese by Open JTalk with the voice Mei: https://open-jtalk.sp.nitech.ac.jp/ */
export function createOpenJTalk(voice: JapaneseVoice): Engine {
  const speakLine = async (line: string, manner: Manner, signal: AbortSignal) => {
    const args = argumentsFor(voice, manner);
    return readWav(await runProgram({ command: voice.command, args, input: `${line}\n`, signal }));
  };
  return {
    async speak(text, mood, signal) {
      const calls = openJTalkLines(text).map((line) => speakLine(line, MANNERS[mood], signal));
      await Promise.allSettled(calls); // so that none is left running when another fails
      const parts = await Promise.all(calls);
      // Mei speaks in 48 kHz; mp3 for phones is 24 kHz, and above 12 kHz there is little of a
      // voice.
      return polishedMp3(halveRate(joinPcm(parts)), signal);
    },
  };
}

function argumentsFor({ dictionary, mei }: JapaneseVoice, { voice, rate }: Manner): string[] {
  const file = join(mei, `mei_${voice}.htsvoice`);
  return ["-x", dictionary, "-m", file, "-r", String(rate), "-g", String(GAIN_DB), "-ow", "/dev/stdout"];
}
