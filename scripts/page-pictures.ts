import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { drawBubble, drawWords } from "../services/imagegen/providers/local/bubble.ts";
import { drawIdol } from "../services/imagegen/providers/local/idol/idol.ts";
import { fitText } from "../services/imagegen/providers/local/text/fit.ts";
import type { Look } from "../shared/contracts/look.ts";

/**
 * Draws her for the chat page, as her pictures do: `npm run page:pictures`.
 */
const FOLDER = join(import.meta.dirname, "../services/gateway/page/pictures");

const LOOK: Omit<Look, "description"> = {
  expression: "gentle",
  pose: "wave",
  framing: "half",
  outfit: "stage",
  hairStyle: "twintails",
  hairColor: "#a8664f",
  outfitColor: "#f06a9b",
  accessory: "ribbon",
  place: "park",
};

interface Size {
  readonly width: number;
  readonly height: number;
}
/** Where the middle of her face is, and how large she is. */
interface At {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

function drawing({ width, height }: Size, { x, y, scale }: At, over = ""): string {
  const { behind, body } = drawIdol(LOOK, "day");
  const stars = [
    [0.14, 0.2, 0.05],
    [0.87, 0.3, 0.035],
    [0.24, 0.07, 0.018],
    [0.8, 0.1, 0.022],
  ].map(([across = 0, down = 0, size = 0]) => star(across * width, down * height, size * height));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    '<defs><radialGradient id="sky" cx=".5" cy=".3" r=".85"><stop offset="0" stop-color="#fff3f8"/><stop offset="1" stop-color="#f9b3d0"/></radialGradient></defs>',
    `<rect width="${width}" height="${height}" fill="url(#sky)"/>${stars.join("")}`,
    `<g transform="translate(${x} ${y}) scale(${scale})">${behind}${body}</g>${over}</svg>`,
  ].join("");
}

function star(x: number, y: number, r: number): string {
  const s = r * 0.22;
  return `<path d="M${x},${y - r}L${x + s},${y - s}L${x + r},${y}L${x + s},${y + s}L${x},${y + r}L${x - s},${y + s}L${x - r},${y}L${x - s},${y - s}Z" fill="#fff" fill-opacity=".85"/>`;
}

/** What a link to the page shows: she, and what she is there for. */
function card(size: Size): string {
  const text = fitText(["愚痴、", "きくよ。"], { width: 520, height: 200, maxSize: 92, minSize: 60 });
  if (text === undefined) throw new RangeError("The words do not fit");
  const bubble = { x: 64, y: 210, width: text.width + 110, height: text.height + 90 };
  const tail = { x: bubble.x + bubble.width, y: 300, toX: bubble.x + bubble.width + 52, toY: 330 };
  return drawing(
    size,
    { x: 900, y: 330, scale: 1.02 },
    drawBubble({ bubble, tail }, "#d94f87") + drawWords({ bubble, text }),
  );
}

async function draw(name: string, svg: string, width: number): Promise<void> {
  const image = sharp(Buffer.from(svg)).resize(width).flatten();
  const bytes = name.endsWith(".png")
    ? await image.png({ palette: true, quality: 90, effort: 10 }).toBuffer()
    : await image.jpeg({ quality: 84, mozjpeg: true }).toBuffer();
  await writeFile(join(FOLDER, name), bytes);
  console.log(`${name}  ${bytes.length} bytes`);
}

const SQUARE = { width: 512, height: 512 };
/** Her face fills the circle. */
const FACE = drawing(SQUARE, { x: 256, y: 276, scale: 1.2 });
/** An icon's corners may be cut off up to a tenth of its width. */
const ICON = drawing(SQUARE, { x: 256, y: 282, scale: 0.78 });

await draw("face.jpg", FACE, 160);
await draw("mimi.jpg", drawing(SQUARE, { x: 256, y: 230, scale: 0.72 }), 400);
await draw("icon-32.png", FACE, 32);
await draw("icon-180.png", ICON, 180);
await draw("icon-192.png", ICON, 192);
await draw("icon-512.png", ICON, 512);
await draw("link.jpg", card({ width: 1_200, height: 630 }), 1_200);
