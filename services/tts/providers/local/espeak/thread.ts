import { parentPort, workerData } from "node:worker_threads";
import { polishedMp3 } from "../../../sound/polish.ts";
import { readWav } from "../../../sound/wav.ts";
import { espeak } from "./espeak.ts";
import { soften } from "./soften.ts";
import type { SpeechTask } from "./speak-in-thread.ts";

// Entry of the speaking thread: one task, one mp3 file, and the thread ends.
const { compiled, script, voice } = workerData as SpeechTask;
const sound = readWav(await espeak(compiled, script, voice));
soften(sound);
const mp3 = await polishedMp3(sound);
parentPort?.postMessage(mp3, [mp3.buffer]);
