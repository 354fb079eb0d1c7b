import { n, rounded } from "./curve.ts";
import { group } from "./svg.ts";
import type { CardLayout } from "./layout.ts";
import { outlineLine, widthInEm } from "./text/fonts.ts";
import { heart, note } from "./scene/shapes.ts";

/** The empty bubble with its tail. `plain`: no note, no heart. */
export function drawBubble(
  { bubble, tail }: Pick<CardLayout, "bubble" | "tail">,
  color: string,
  { plain = false }: { readonly plain?: boolean } = {},
): string {
  const { x, y, width, height } = bubble;
  const shapes = `<path d="${rounded(x, y, width, height, Math.min(78, height / 2))}"/><path d="${tailPath(tail)}"/>`;
  const pass = (attributes: string): string => `<g stroke-linejoin="round" ${attributes}>${shapes}</g>`;
  return group(
    pass('fill="none" stroke="#3a1f5c" stroke-width="26" stroke-opacity=".15" transform="translate(3 9)"'),
    pass('fill="#fff" stroke="#fff" stroke-width="24"'),
    pass(`fill="${color}" stroke="${color}" stroke-width="12"`),
    pass('fill="#fffdfb"'),
    plain ? "" : note(x + width - 18, y + 8, 24, color, 1, 14) + heart(x + 14, y + height - 16, 20, color, 1, -16),
  );
}

function tailPath({ x, y, toX, toY }: CardLayout["tail"]): string {
  const [dx, dy] = [toX - x, toY - y];
  const upright = Math.abs(dy) > Math.abs(dx);
  const half = 30;
  // Its foot lies a little inside, or a seam would show.
  const [bx, by] = upright ? [x, y - Math.sign(dy) * 6] : [x - Math.sign(dx) * 6, y];
  const [ax, ay, cx, cy] = upright ? [bx - half, by, bx + half, by] : [bx, by - half, bx, by + half];
  const bend = upright ? [x, y + dy * 0.4] : [x + dx * 0.4, y];
  return `M${n(ax)},${n(ay)}Q${bend.map(n).join()} ${n(toX)},${n(toY)}Q${n((cx + toX) / 2)},${n((cy + toY) / 2)} ${n(cx)},${n(cy)}Z`;
}

/** Her words, drawn over everything else: nothing may cover them. */
export function drawWords({ bubble, text }: Pick<CardLayout, "bubble" | "text">): string {
  const top = bubble.y + (bubble.height - text.height) / 2;
  const lines = text.lines.map((line, index) => {
    const x = bubble.x + (bubble.width - widthInEm(line) * text.size) / 2;
    return outlineLine(line, x, top + index * text.lineHeight + BASELINE_EM * text.size, text.size);
  });
  return `<g fill="#4b2350">${lines.join("")}</g>`;
}

/** From the top of a line to its baseline: the middle of a kanji is then the middle of the line. */
const BASELINE_EM = 1.05;
