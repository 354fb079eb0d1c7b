import type { Point } from "@guchi/contracts/admin.ts";
import { html, nothing, svg } from "lit-html";
import type { Model } from "../model.ts";

const WIDTH = 600;
const HEIGHT = 120;
/** Room between two bars. */
const GAP = 1.5;

/** What is drawn: bars upon each other, of these counts of a point. */
const CHARTS = {
  jobs: ["failed", "completed"],
  errors: ["errors"],
  waiting: ["waiting"],
  cost: ["costUsd"],
} as const;
/** How long what is shown is, in ms, and how many bars have room in it. */
const SPANS = { hour: { length: 3_600_000, slots: 60 }, day: { length: 86_400_000, slots: 96 } } as const;
interface Span {
  readonly end: number;
  readonly length: number;
  readonly slots: number;
}
type ChartName = keyof typeof CHARTS;
type Series = (typeof CHARTS)[ChartName][number];

/** Charts of the last hour or day. */
export function chartsView(model: Model, names: readonly ChartName[]) {
  const { charts, range, words, actions } = model;
  if (charts === undefined) return nothing;
  const points = charts[range];
  return html`
    <section class="charts" aria-label=${words.charts.range}>
      <div class="switch" role="group" aria-label=${words.charts.range}>
        ${(["hour", "day"] as const).map(
          (each) =>
            html`<button type="button" aria-pressed=${each === range} @click=${() => actions.show(each)}>
              ${words.charts[each]}
            </button>`,
        )}
      </div>
      <div class="grid">${names.map((name) => chart(name, points, model))}</div>
    </section>
  `;
}

function chart(name: ChartName, points: readonly Point[], { words, format, range }: Model) {
  const series: readonly Series[] = CHARTS[name];
  const sums = points.map((point) => series.reduce((sum, each) => sum + point[each], 0));
  const most = Math.max(...sums, 0);
  const isMoney = name === "cost";
  const say = (value: number) => (isMoney ? format.money(value) : Math.round(value).toLocaleString());
  const all = sums.reduce((sum, value) => sum + value, 0);
  const told = name === "waiting" ? words.charts.most(say(most)) : words.charts.total(say(all));
  const span = { ...SPANS[range], end: Date.parse(points.at(-1)?.at ?? new Date().toISOString()) };
  const label = `${words.charts[name]}, ${words.charts[range]}: ${told}`;
  return html`
    <figure class="card chart">
      <figcaption>
        <h3>${words.charts[name]}</h3>
        <span>${told}</span>
        ${name === "jobs" ? legend(words) : nothing}
      </figcaption>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${label}>
        ${points.map((point) => bars(point, span, series, most))}
      </svg>
      <p class="axis" aria-hidden="true">
        <span>${format.time(new Date(span.end - span.length).toISOString())}</span>
        <span>${most === 0 || name === "waiting" ? "" : words.charts.most(say(most))}</span>
        <span>${format.time(new Date(span.end).toISOString())}</span>
      </p>
    </figure>
  `;
}

function legend({ charts }: Model["words"]) {
  return html`<span class="legend" aria-hidden="true">
    <span><i class="completed"></i>${charts.completed}</span> <span><i class="failed"></i>${charts.failed}</span>
  </span>`;
}

/** The bars of one point, the first one at the bottom; something is at least a hairline. */
function bars(point: Point, { end, length, slots }: Span, series: readonly Series[], most: number) {
  const width = WIDTH / slots;
  const x = WIDTH - ((end - Date.parse(point.at)) / length) * WIDTH - width;
  let y = HEIGHT;
  return series.map((each) => {
    if (point[each] <= 0 || x < -width) return nothing;
    const height = Math.max(2, (point[each] / most) * HEIGHT);
    y -= height;
    return svg`<rect class=${each} x=${x} y=${Math.max(0, y)} width=${width - GAP} height=${height}></rect>`;
  });
}
