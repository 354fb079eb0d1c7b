/** Smooth shapes from few numbers: lines that swell and taper, limbs and locks of hair. */

export type Point = readonly [x: number, y: number];
/** A point of a spine, and how wide the shape is there. */
export type Knot = readonly [x: number, y: number, width: number];

/** In numbers, or as a text of them: "x,y,width x,y,width". */
type Knots = string | readonly Knot[];

/** Steps from one knot to the next: enough to look smooth at one and a half times the size. */
const STEPS = 5;

/**
 * Closed path of a band that follows the knots; a width of 0 gives a pointed end, any other a round
 * one.
 */
export function ribbon(shape: Knots): string {
  return typeof shape === "string" ? once(shape, () => band(knotsOf(shape))) : band(shape);
}

/** Shapes that are texts are constants of this program: some hundred, worth drawing once. */
const drawn = new Map<string, string>();

function once(key: string, draw: () => string): string {
  const path = drawn.get(key) ?? draw();
  drawn.set(key, path);
  return path;
}

function band(knots: readonly Knot[]): string {
  const spine = through(knots);
  const sides = [1, -1].map((side) =>
    spine.map(([x, y, width], index): Point => {
      const [dx, dy] = direction(spine, index);
      return [x - (dy * width * side) / 2, y + (dx * width * side) / 2];
    }),
  );
  const [left = [], right = []] = sides;
  return `M${pair(left[0])}${curveOn(left)}${cap(knots.at(-1), right.at(-1))}${curveOn(right.toReversed())}${cap(knots[0], left[0])}Z`;
}

/** A pen stroke: pointed at both ends, `width` at its middle. */
export function taper(points: string | readonly Point[], width: number): string {
  if (typeof points === "string") return once(`${points}|${width}`, () => pen(knotsOf(points), width));
  return pen(points, width);
}

function pen(points: readonly (Point | Knot)[], width: number): string {
  const last = points.length - 1;
  return band(points.map(([x, y], index): Knot => [x, y, width * Math.sin((Math.PI * index) / last)]));
}

/** The knots that a text of numbers names; a width that is left out is 0. */
export function knotsOf(shape: Knots): readonly Knot[] {
  if (typeof shape !== "string") return shape;
  return shape.split(" ").map((knot): Knot => {
    const [x = 0, y = 0, width = 0] = knot.split(",").map(Number);
    return [x, y, width];
  });
}

/**
 * The elbow of a limb of two bones from `from` to `to`; a target out of reach is approached. `bend`
 * picks the side.
 */
export function elbow(from: Point, to: Point, [upper, lower]: Point, bend: number): { elbow: Point; end: Point } {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const wanted = Math.hypot(dx, dy) || 1;
  const distance = Math.min(upper + lower - 0.5, Math.max(Math.abs(upper - lower) + 0.5, wanted));
  const [ux, uy] = [dx / wanted, dy / wanted];
  const along = (upper ** 2 - lower ** 2 + distance ** 2) / (2 * distance);
  const aside = Math.sqrt(Math.max(0, upper ** 2 - along ** 2)) * bend;
  return {
    elbow: [from[0] + ux * along - uy * aside, from[1] + uy * along + ux * aside],
    end: [from[0] + ux * distance, from[1] + uy * distance],
  };
}

export function disc(x: number, y: number, radius: number, radiusY = radius): string {
  return `M${n(x - radius)},${n(y)}a${n(radius)},${n(radiusY)} 0 1 0 ${n(radius * 2)},0a${n(radius)},${n(radiusY)} 0 1 0 ${n(-radius * 2)},0Z`;
}

export function rounded(x: number, y: number, width: number, height: number, radius: number): string {
  const r = Math.min(radius, width / 2, height / 2);
  return `M${n(x + r)},${n(y)}h${n(width - 2 * r)}q${r},0 ${r},${r}v${n(height - 2 * r)}q0,${r} ${-r},${r}h${n(2 * r - width)}q${-r},0 ${-r},${-r}v${n(2 * r - height)}q0,${-r} ${r},${-r}Z`;
}

/** Points of the curve through all knots (Catmull-Rom), their widths likewise. */
function through(knots: readonly Knot[]): Knot[] {
  const [first = [0, 0, 0]] = knots;
  const points: Knot[] = [first];
  for (let index = 1; index < knots.length; index += 1) {
    const b = knots[index - 1] ?? first;
    const c = knots[index] ?? b;
    const a = knots[index - 2] ?? b;
    const d = knots[index + 1] ?? c;
    for (let step = 1; step <= STEPS; step += 1) {
      const t = step / STEPS;
      const at = (k: 0 | 1 | 2) => between(a[k], b[k], c[k], d[k], t);
      points.push([at(0), at(1), Math.max(0, at(2))]);
    }
  }
  return points;
}

function between(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

function direction(spine: readonly Knot[], index: number): Point {
  const [ax = 0, ay = 0] = spine[Math.max(0, index - 1)] ?? [];
  const [bx = 0, by = 0] = spine[Math.min(spine.length - 1, index + 1)] ?? [];
  const length = Math.hypot(bx - ax, by - ay) || 1;
  return [(bx - ax) / length, (by - ay) / length];
}

/** On from the first point through the others. */
function curveOn(points: readonly Point[]): string {
  let d = "";
  for (let index = 1; index < points.length - 1; index += 1) {
    const [x = 0, y = 0] = points[index] ?? [];
    const [nextX = 0, nextY = 0] = points[index + 1] ?? [];
    const isLast = index === points.length - 2;
    d += `Q${n(x)},${n(y)} ${isLast ? pair([nextX, nextY]) : pair([(x + nextX) / 2, (y + nextY) / 2])}`;
  }
  return d;
}

function cap(end: Knot | undefined, to: Point | undefined): string {
  const radius = n((end?.[2] ?? 0) / 2);
  return radius < 1 ? `L${pair(to)}` : `A${radius},${radius} 0 0 0 ${pair(to)}`;
}

function pair([x, y]: Point = [0, 0]): string {
  return `${n(x)},${n(y)}`;
}

/** To a tenth: an SVG of short numbers is parsed faster. */
export function n(value: number): number {
  return Math.round(value * 10) / 10;
}
