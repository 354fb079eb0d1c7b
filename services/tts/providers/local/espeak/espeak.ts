import espeakNg from "espeak-ng";
import { VOICE_FILE, VOICE_NAME } from "./voice-file.ts";
import type { VoiceSettings } from "./voice.ts";

const VARIANTS = "/usr/local/share/espeak-ng-data/voices/!v";
const INPUT = "/script.txt";
const OUTPUT = "/speech.wav";

/**
 * Speaks the script: a WAV file, 22,050 Hz, 16 bit, mono. Blocks its thread: call it in a worker.
 * Each call gets a fresh instance, because espeak's `main()` leaves its globals behind; the
 * compiled module is the expensive part and is shared.
 */
export async function espeak(
  compiled: WebAssembly.Module,
  script: string,
  voice: VoiceSettings,
): Promise<Uint8Array<ArrayBuffer>> {
  const complaints: string[] = [];
  const program = await espeakNg({
    // The default is the main script's path, and the program aborts on a path that is not ASCII.
    thisProgram: "espeak-ng",
    arguments: [...voiceArguments(voice), "-f", INPUT, "-w", OUTPUT],
    preRun: [
      ({ FS }) => {
        FS.mkdirTree(VARIANTS);
        FS.writeFile(`${VARIANTS}/${VOICE_NAME}`, VOICE_FILE);
        FS.writeFile(INPUT, script);
      },
    ],
    print: () => {},
    printErr: (line) => complaints.push(line),
    instantiateWasm: (imports, ready) => ready(new WebAssembly.Instance(compiled, imports)),
  });
  try {
    return program.FS.readFile(OUTPUT);
  } catch (cause) {
    throw new Error(`espeak-ng wrote no sound: ${complaints.join(" ")}`, { cause });
  }
}

/**
 * `-b 1`: the script is UTF-8. `-D`: the breath noise is the same in every run, so the same text
 * gives the same file.
 */
function voiceArguments({ language, speedWpm, pitch, pitchRange, gap }: VoiceSettings): string[] {
  const settings = { v: `${language}+${VOICE_NAME}`, s: speedWpm, p: pitch, P: pitchRange, g: gap, a: AMPLITUDE, b: 1 };
  return ["-D", ...Object.entries(settings).flatMap(([flag, value]) => [`-${flag}`, String(value)])];
}

/**
 * Of 100: leaves head room, for at 100 the loudest vowels clip inside espeak where no later step
 * can mend them.
 */
const AMPLITUDE = 60;
