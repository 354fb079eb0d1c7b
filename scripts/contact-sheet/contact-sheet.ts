import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { createLocalImage } from "../../services/imagegen/providers/local.ts";
import { createLocalPersona } from "../../services/persona/providers/local.ts";
import { COMPLAINTS } from "./complaints.ts";

/**
 * Draws what she answers to 50 complaints as one JPEG, to be looked at: `node
 * scripts/contact-sheet/contact-sheet.ts FILE [--from 0] [--count 50] [--size 320] [--columns 10]
 * [--seed sheet]`. Nothing is sent anywhere; the same call draws the same sheet.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: "string", default: "0" },
    count: { type: "string", default: "50" },
    size: { type: "string", default: "320" },
    columns: { type: "string", default: "10" },
    seed: { type: "string", default: "sheet" },
  },
});
const [file = "contact-sheet.jpg"] = positionals;
const { from, count, size, columns } = values;

const persona = createLocalPersona();
const images = createLocalImage();
const call = { signal: new AbortController().signal, pay: () => Promise.resolve(), softer: false };
/** 26 November 2026, at midnight in Japan. */
const MIDNIGHT = Date.UTC(2026, 10, 25, 15);

const tally = new Map<string, number>();
const cells: Buffer[] = [];
for (const [index, [language, hour, text]] of COMPLAINTS.entries()) {
  if (index < Number(from) || index >= Number(from) + Number(count)) continue;
  const seed = `${values.seed}-${index}`;
  const at = new Date(MIDNIGHT + hour * 3_600_000);
  const said = await persona.compose({ text, language, grave: false, seed, at, memory: [] }, call);
  const { pose, expression, framing, outfit, place, thing = "-" } = said.look;
  console.log([index, text, said.topic, said.mood, pose, expression, framing, outfit, place, thing].join("\t"));
  tally.set(pose, (tally.get(pose) ?? 0) + 1);
  const picture = await images.render({ picture: said, seed }, call);
  cells.push(await sharp(picture).resize(Number(size)).png().toBuffer());
}
console.log(
  [...tally]
    .toSorted((a, b) => b[1] - a[1])
    .map((entry) => entry.join(" "))
    .join(", "),
);
await writeFile(file, await sheetOf(cells, Number(size), Number(columns)));

function sheetOf(pictures: readonly Buffer[], cell: number, across: number): Promise<Buffer> {
  const place = (index: number) => ({ left: (index % across) * cell, top: Math.floor(index / across) * cell });
  const height = Math.ceil(pictures.length / across) * cell;
  return sharp({ create: { width: across * cell, height, channels: 3, background: "#ffffff" } })
    .composite(pictures.map((input, index) => ({ input, ...place(index) })))
    .jpeg({ quality: 76 })
    .toBuffer();
}
