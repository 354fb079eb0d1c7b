import sharp from "sharp";
import { renderAsync } from "@resvg/resvg-js";
import { drawCard } from "./providers/local/card.ts";
import { personaSays } from "./testing.ts";
const base = personaSays("わぁ、それは疲れちゃうよ。やることの列が長い日って、息をするのも忘れちゃうよね。おやすみ前に、深呼吸ひとつ♪");
const N = 15;
async function m(name: string, f: () => Promise<any>) { await f(); await f(); const c = process.cpuUsage(), a = performance.now(); let r; for (let i = 0; i < N; i++) r = await f(); const u = process.cpuUsage(c); console.log(name, "cpu", ((u.user + u.system) / 1000 / N).toFixed(1), "wall", ((performance.now() - a) / N).toFixed(1)); return r; }
const o = { font: { loadSystemFonts: false } } as const;
for (const [pose, framing, place] of [["wave","half","street"],["tea","full","kitchen"],["fist","close","office"]] as any) {
const persona: any = { ...base, look: { ...base.look, pose, framing, outfit: "hoodie", place, thing: "clock" } };
const card = await m("draw " + pose, async () => drawCard({ persona, seed: "a" }));
const near = await m("front", () => renderAsync(card.front, o));
await m("back1024", () => renderAsync(card.back, o));
const far = await m("back400", () => renderAsync(card.back, { ...o, fitTo: { mode: "width", value: 400 } }));
await m("both in one", () => renderAsync(card.back.replace("</svg>", "") + card.front.replace(/^<svg[^>]*>/, ""), o));
const raw = { width: 400, height: 400, channels: 4 } as const;
const fp = far.pixels, np = near.pixels;
const f5 = (await m("back512", () => renderAsync(card.back, { ...o, fitTo: { mode: "width", value: 512 } }))).pixels; const r5 = { width: 512, height: 512, channels: 4 } as const;
await m("blur512", () => sharp(f5, { raw: r5 }).removeAlpha().blur(1.3).raw().toBuffer());
await m("blur512 keep alpha", () => sharp(f5, { raw: r5 }).blur(1.3).raw().toBuffer());
await m("zoom", () => sharp(f5, { raw: r5 }).removeAlpha().resize(1024, 1024, { kernel: "nearest" }).raw().toBuffer());
const z = await m("zoom4", () => sharp(f5, { raw: r5 }).resize(1024, 1024, { kernel: "nearest" }).raw().toBuffer());
await m("composite", () => sharp(z, { raw: { width: 1024, height: 1024, channels: 4 } }).composite([{ input: np, raw: { width: 1024, height: 1024, channels: 4 }, premultiplied: true }]).raw().toBuffer());
await m("js blend", async () => { const g = z as Buffer; const out = Buffer.allocUnsafe(1024 * 1024 * 3); for (let i = 0, k = 0; i < np.length; i += 4, k += 3) { const a = 255 - np[i + 3]!; out[k] = np[i]! + ((g[i]! * a + 127) >> 8); out[k + 1] = np[i + 1]! + ((g[i + 1]! * a + 127) >> 8); out[k + 2] = np[i + 2]! + ((g[i + 2]! * a + 127) >> 8); } return out; });
await m("all nearest", async () => sharp(await sharp(f5, { raw: r5 }).removeAlpha().blur(1.3).raw().toBuffer(), { raw: { ...r5, channels: 3 } }).resize(1024, 1024, { kernel: "nearest" }).composite([{ input: np, raw: { width: 1024, height: 1024, channels: 4 }, premultiplied: true }]).removeAlpha().png({ compressionLevel: 1 }).toBuffer());
await m("png only", async () => sharp(np, { raw: { width: 1024, height: 1024, channels: 4 } }).removeAlpha().png({ compressionLevel: 1 }).toBuffer());
}
