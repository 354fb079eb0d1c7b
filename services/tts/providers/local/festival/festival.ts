import { join } from "node:path";
import type { Mood } from "@guchi/contracts/guchi.ts";
import { joinPcm } from "../../../sound/pcm.ts";
import { polishedMp3 } from "../../../sound/polish.ts";
import { readWavs } from "../../../sound/wav.ts";
import { englishScript, WORDLESS } from "../english/english-script.ts";
import type { Engine } from "../engine.ts";
import type { EnglishVoice } from "../find-voices.ts";
import { runProgram } from "../run-program.ts";

const SCRIPT = join(import.meta.dirname, "speak.scm");
/** All that one message may take. Her messages have at most 240 UTF-16 units. */
const MAX_LETTERS = 600;

/** Times the voice's own speed: softer to who is worn out, livelier to who is bored. */
const SPEEDS: Readonly<Record<Mood, number>> = {
  tired: 0.95,
  sad: 0.95,
  lonely: 0.95,
  anxious: 0.97,
  frustrated: 1,
  angry: 1,
  bored: 1.03,
};

/** English by Festival with the voice slt: https://www.cstr.ed.ac.uk/projects/festival/ */
export function createFestival({ command }: EnglishVoice): Engine {
  return {
    async speak(text, mood, signal) {
      const input = `${asciiScript(text)}\n`;
      const args = ["-b", `(set! speed ${SPEEDS[mood]})`, SCRIPT];
      const sound = await runProgram({ command, args, input, signal });
      return polishedMp3(joinPcm(readWavs(sound)), signal);
    },
  };
}

/** Festival knows café as cafe, and no letter beyond ASCII. */
function asciiScript(text: string): string {
  const ascii = englishScript(text)
    .normalize("NFKD")
    .replaceAll(/[^\x20-\x7e]/gu, "")
    .slice(0, MAX_LETTERS);
  return /[A-Za-z0-9]/u.test(ascii) ? ascii : WORDLESS;
}
