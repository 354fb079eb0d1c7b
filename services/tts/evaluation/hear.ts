import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "../providers/local/run-program.ts";
import { halveRate } from "../sound/halve-rate.ts";
import type { DecodedSound } from "../testing/decode-mp3.ts";
import { withFolder } from "./with-folder.ts";

const RECOGNISER = "/usr/bin/pocketsphinx_continuous";

/**
 * What pocketsphinx hears in a sound of 32 kHz, in lower case. Throws Error where it is not
 * installed.
 */
export function hear({ samples }: DecodedSound): Promise<string> {
  return withFolder(async (folder) => {
    await writeFile(join(folder, "speech.wav"), wavOf(halveRate({ samples, sampleRateHz: 32_000 }).samples));
    const args = ["-infile", "speech.wav", "-logfn", "/dev/null"];
    const { signal } = new AbortController();
    return (await runProgram({ command: RECOGNISER, args, input: "", folder, signal, limitMs: 60_000 })).toString();
  });
}

export function words(text: string): string[] {
  return text.toLowerCase().match(/[a-z']+/gu) ?? [];
}

/** 16 kHz, 16 bit, mono. */
function wavOf(samples: Float32Array): Buffer {
  const wav = Buffer.alloc(44 + 2 * samples.length);
  wav.write("RIFF", 0, "latin1");
  wav.writeUInt32LE(36 + 2 * samples.length, 4);
  wav.write("WAVEfmt ", 8, "latin1");
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(16_000, 24);
  wav.writeUInt32LE(32_000, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36, "latin1");
  wav.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((sample, i) => wav.writeInt16LE(Math.round(sample * 0x7fff), 44 + 2 * i));
  return wav;
}
