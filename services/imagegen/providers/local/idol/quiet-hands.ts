import { group } from "../svg.ts";
import { gripHand } from "./arms.ts";
import type { IdolPalette } from "./palette.ts";

/**
 * What her hands do where a gesture would be out of place: they lie in each other, or hold a cup of
 * tea.
 */
export type QuietHands = "folded" | "cup";

/**
 * Both hands, in the figure's coordinates; drawn last. The arms end at (-30, 400) and (30, 408).
 */
export function drawQuietHands(hands: QuietHands, p: IdolPalette): string {
  return hands === "folded"
    ? group(gripHand("translate(10 410) rotate(-10)", p), gripHand("translate(-10 398) rotate(12)", p))
    : group(
        cup("translate(0 372)", p),
        gripHand("translate(-44 388) rotate(16)", p),
        gripHand("translate(44 390) rotate(-16)", p),
      );
}

function cup(transform: string, p: IdolPalette): string {
  const line = `stroke="${p.outfitLine}" stroke-width="4" stroke-linejoin="round"`;
  return group(
    `<g transform="${transform}"><path d="M-14,-64 q-12,-20 0,-38 q10,-16 0,-32 M16,-62 q-10,-18 0,-34 q8,-14 0,-26" fill="none" stroke="#ffffff" stroke-width="5" stroke-linecap="round" opacity=".6"/>`,
    `<path d="M-50,-44 H50 C50,8 40,44 0,46 C-40,44 -50,8 -50,-44Z" fill="#fbfaf7" ${line}/>`,
    `<ellipse cx="0" cy="-44" rx="50" ry="12" fill="#b98a5a" ${line}/>`,
    `<path d="M-47,-14 C-20,-6 20,-6 47,-14" fill="none" stroke="${p.outfitLight}" stroke-width="6"/>`,
    "</g>",
  );
}
