import { parentPort, workerData } from "node:worker_threads";
import { encodeMp3 } from "../../sound/encode-mp3.ts";
import { espeak } from "./espeak.ts";
import { polish } from "./polish.ts";
import type { SpeechTask } from "./speak-in-thread.ts";
import { readWav } from "../../sound/wav.ts";

// Entry of the speaking thread: one task, one mp3 file, and the thread ends.
const { compiled, script, voice } = workerData as SpeechTask;
const wav = await espeak(compiled, script, voice);
const mp3 = await encodeMp3(polish(readWav(wav)));
parentPort?.postMessage(mp3, [mp3.buffer]);
