/**
 * Small shapes that several scenes draw. All take the place first, then the size, then the colour.
 */

export function cloud(x: number, y: number, scale: number, color: string, opacity = 1): string {
  return `<path transform="translate(${x} ${y}) scale(${scale})" d="M-88,30 C-128,30 -134,-16 -98,-20 C-96,-58 -40,-70 -22,-42 C2,-78 70,-66 70,-24 C112,-28 122,28 84,30 C60,40 40,26 22,34 C-4,44 -30,24 -50,34 C-64,40 -78,34 -88,30Z" fill="${color}" fill-opacity="${opacity}"/>`;
}

export function star(x: number, y: number, radius: number, color: string, opacity = 1): string {
  return `<path transform="translate(${x} ${y}) scale(${radius / 10})" d="M0,-10 Q1.6,-1.6 10,0 Q1.6,1.6 0,10 Q-1.6,1.6 -10,0 Q-1.6,-1.6 0,-10Z" fill="${color}" fill-opacity="${opacity}"/>`;
}

export function heart(x: number, y: number, radius: number, color: string, opacity = 1, turn = 0): string {
  return `<path transform="translate(${x} ${y}) rotate(${turn}) scale(${radius / 10})" d="M0,9 C-14,-1 -10,-11 -4.5,-10 C-2,-9.600 -.6,-8 0,-6 C.6,-8 2,-9.600 4.500,-10 C10,-11 14,-1 0,9Z" fill="${color}" fill-opacity="${opacity}"/>`;
}

export function note(x: number, y: number, size: number, color: string, opacity = 1, turn = 0): string {
  return `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${size / 10})" opacity="${opacity}"><ellipse cx="-3" cy="8" rx="4.200" ry="3.200" fill="${color}" transform="rotate(-18 -3 8)"/><path d="M.6,7.500 V-10 C2,-5 8,-5 6,2" fill="none" stroke="${color}" stroke-width="2.200" stroke-linecap="round"/></g>`;
}

export function crescent(x: number, y: number, scale: number): string {
  return `<path transform="translate(${x} ${y}) rotate(-24) scale(${scale})" d="M20,-62 A66,66 0 1 0 20,62 A50,50 0 1 1 20,-62Z" fill="#fff1b8"/>`;
}

export function circle(x: number, y: number, radius: number, color: string, opacity = 1): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${color}" fill-opacity="${opacity}"/>`;
}

export function box(x: number, y: number, width: number, height: number, color: string, radius = 0): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${color}"/>`;
}

export function shape(d: string, color: string, opacity = 1): string {
  return `<path d="${d}" fill="${color}" fill-opacity="${opacity}"/>`;
}

export function stroke(d: string, width: number, color: string, opacity = 1): string {
  return `<path d="${d}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" stroke-opacity="${opacity}"/>`;
}

/** A round tree; `y` is the ground. */
export function tree(x: number, y: number, scale: number, leaf: string, leafLight: string, trunk: string): string {
  return `<g transform="translate(${x} ${y}) scale(${scale})"><path d="M-12,0 L-7,-90 L7,-90 L12,0Z" fill="${trunk}"/><path d="M-70,-90 C-104,-150 -62,-196 -36,-190 C-20,-236 44,-232 50,-188 C92,-186 96,-120 66,-92 C40,-66 -40,-66 -70,-90Z" fill="${leaf}"/><path d="M-52,-130 C-50,-166 -22,-172 -14,-166 M4,-196 C20,-206 34,-196 38,-186" fill="none" stroke="${leafLight}" stroke-width="12" stroke-linecap="round"/></g>`;
}
