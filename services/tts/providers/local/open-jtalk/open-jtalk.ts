import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { halveRate } from "../../../sound/halve-rate.ts";
import { joinPcm } from "../../../sound/pcm.ts";
import { polishedMp3 } from "../../../sound/polish.ts";
import { readWav } from "../../../sound/wav.ts";
import type { Engine } from "../engine.ts";
import type { JapaneseVoice } from "../find-voices.ts";
import { runProgram, withFolder } from "../run-program.ts";
import { GAIN_DB, MANNERS, type Manner } from "./mei.ts";
import { openJTalkLines } from "./lines.ts";

const SOUND = "speech.wav";

/** Japanese by Open JTalk with the voice Mei: https://open-jtalk.sp.nitech.ac.jp/ */
export function createOpenJTalk(voice: JapaneseVoice): Engine {
  const speakLine = (line: string, manner: Manner, signal: AbortSignal) =>
    withFolder(async (folder) => {
      const args = argumentsFor(voice, manner);
      await runProgram({ command: voice.command, args, input: `${line}\n`, folder, signal });
      return readWav(await readFile(join(folder, SOUND)));
    });
  return {
    async speak(text, mood, signal) {
      const parts = [];
      for (const line of openJTalkLines(text)) parts.push(await speakLine(line, MANNERS[mood], signal));
      // Mei speaks in 48 kHz; mp3 for phones is 24 kHz, and above 12 kHz there is little of a
      // voice.
      return polishedMp3(halveRate(joinPcm(parts)), signal);
    },
  };
}

function argumentsFor({ dictionary, mei }: JapaneseVoice, { voice, rate }: Manner): string[] {
  const file = join(mei, `mei_${voice}.htsvoice`);
  return ["-x", dictionary, "-m", file, "-r", String(rate), "-g", String(GAIN_DB), "-ow", SOUND];
}
