import { createLocalSpeech } from "./providers/local.ts";
import { mp3DurationMs } from "./mp3-duration.ts";
import fs from "node:fs";
import { execFileSync } from "node:child_process";
let t = performance.now();
const p = await createLocalSpeech();
console.log("load ms", (performance.now() - t) | 0);
let last = performance.now(),
  max = 0;
const iv = setInterval(() => {
  const n = performance.now();
  max = Math.max(max, n - last - 5);
  last = n;
}, 5);
const texts: [string, "ja" | "en", any][] = [
  ["今日も残業おつかれさま。ちゃんとご飯食べた？私はいつでもあなたの味方だよ。", "ja", "tired"],
  ["今日は本当にお疲れさま♪ よく頑張ったね！ 一人じゃないよ。", "ja", "bored"],
  ["えへへ", "ja", "sad"],
  ["😊", "ja", "angry"],
  ["You did so well today. Take a little rest, okay? I'm always on your side!", "en", "tired"],
  ["😊", "en", "tired"],
  ["電車が遅れて、上司に怒られて、それでもちゃんと最後までやりきったんだね。".repeat(6), "ja", "angry"],
];
let i = 0;
for (const [text, language, mood] of texts) {
  t = performance.now();
  max = 0;
  const mp3 = await p.speak({ text, language, mood }, new AbortController().signal);
  const ms = performance.now() - t;
  const f = `/tmp/ttsdev/o${i++}.mp3`;
  fs.writeFileSync(f, mp3);
  const d = await mp3DurationMs(mp3);
  const raw = execFileSync("ffmpeg", ["-v", "error", "-i", f, "-f", "f32le", "-ac", "1", "-"], { maxBuffer: 1e9 });
  const pcm = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length));
  let pk = 0,
    s = 0,
    dc = 0;
  for (const x of pcm) {
    pk = Math.max(pk, Math.abs(x));
    s += x * x;
    dc += x;
  }
  console.log(
    language,
    text.length,
    `${ms | 0}ms loop ${max | 0}ms`,
    "dur",
    d,
    "pcm",
    ((pcm.length / 22050) * 1000) | 0,
    "ffprobe",
    execFileSync("ffprobe", ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", f]).toString().trim(),
    "bytes",
    mp3.length,
    "peak dB",
    (20 * Math.log10(pk)).toFixed(2),
    "rms dB",
    (10 * Math.log10(s / pcm.length)).toFixed(1),
    "dc",
    (dc / pcm.length).toExponential(1),
  );
}
clearInterval(iv);
