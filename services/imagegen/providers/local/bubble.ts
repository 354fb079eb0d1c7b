import { group } from "./svg.ts";
import type { CardLayout } from "./layout.ts";
import { outlineLine, widthInEm } from "./text/fonts.ts";
import { heart, note } from "./scene/shapes.ts";

/**
 * The empty bubble with its tail, drawn behind her: hair and buns may reach over its edge. `plain`:
 * no note, no heart.
 */
export function drawBubble(
  { bubble, idol }: CardLayout,
  color: string,
  { plain = false }: { readonly plain?: boolean } = {},
): string {
  const { x, y, width, height } = bubble;
  const [right, bottom] = [x + width, y + height];
  const radius = Math.min(84, height / 2);
  const tailX = Math.min(idol.x + 320 * idol.scale, right - radius - 36);
  const tip = `${tailX - 58 * idol.scale},${bottom + 74 * idol.scale}`;
  const d = [
    `M${x + radius},${y} H${right - radius} Q${right},${y} ${right},${y + radius}`,
    `V${bottom - radius} Q${right},${bottom} ${right - radius},${bottom} H${tailX + 34}`,
    `Q${tailX + 10},${bottom + 40 * idol.scale} ${tip} Q${tailX - 46},${bottom + 34 * idol.scale} ${tailX - 36},${bottom}`,
    `H${x + radius} Q${x},${bottom} ${x},${bottom - radius} V${y + radius} Q${x},${y} ${x + radius},${y}Z`,
  ].join(" ");
  return group(
    `<path d="${d}" fill="#3a1f5c" opacity=".22" transform="translate(6 12)"/>`,
    `<path d="${d}" fill="#ffffff" stroke="#ffffff" stroke-width="20" stroke-linejoin="round"/>`,
    `<path d="${d}" fill="#fffdfb" stroke="${color}" stroke-width="8" stroke-linejoin="round"/>`,
    plain ? "" : note(right - 20, y + 10, 26, color, 1, 14) + heart(x + 16, y + 20, 22, color, 1, -16),
  );
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
