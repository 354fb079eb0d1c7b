/** A number over time, and what its line is called. */
interface Query {
  readonly expr: string;
  /** With `{{label}}` for what it is of. */
  readonly legend: string;
}

interface Panel {
  readonly title: string;
  /** Grafana's name of the unit: https://github.com/grafana/grafana, packages/grafana-data, valueFormats. */
  readonly unit: "short" | "s" | "bytes" | "currencyUSD" | "percentunit" | "ops" | "bool_on_off";
  readonly queries: readonly Query[];
}

interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

const DATASOURCE = { type: "prometheus", uid: "${datasource}" };
const PANEL_HEIGHT = 8;
const WIDTH = 24;
const PER_LINE = 3;

/** Each gateway shows what all processes counted: added up over gateways it would be too much. */
function perSecond(metric: string, by: string): string {
  return `sum by (${by}) (max without (instance) (rate(${metric}[$__rate_interval])))`;
}

/** How much it rose in the range that is shown. */
function risen(metric: string, by: string): string {
  return `sum by (${by}) (max without (instance) (increase(${metric}[$__range])))`;
}

function quantile(q: number, metric: string): string {
  return `histogram_quantile(${q}, sum by (stage, le) (max without (instance) (rate(${metric}_bucket[$__rate_interval]))))`;
}

const ROWS: readonly Row[] = [
  {
    title: "Jobs",
    panels: [
      {
        title: "Started and finished",
        unit: "ops",
        queries: [
          { expr: perSecond("guchi_jobs_started_total", "pipeline"), legend: "{{pipeline}} started" },
          { expr: perSecond("guchi_jobs_finished_total", "pipeline, status"), legend: "{{pipeline}} {{status}}" },
        ],
      },
      {
        title: "Kept, by status",
        unit: "short",
        queries: [{ expr: "sum by (status) (max without (instance) (guchi_jobs))", legend: "{{status}}" }],
      },
      {
        title: "Failed attempts, by error",
        unit: "ops",
        queries: [{ expr: perSecond("guchi_stage_errors_total", "stage, code"), legend: "{{stage}} {{code}}" }],
      },
    ],
  },
  {
    title: "Stages",
    panels: [
      {
        title: "Live workers",
        unit: "short",
        queries: [{ expr: "max by (stage) (guchi_workers)", legend: "{{stage}}" }],
      },
      {
        title: "Waiting",
        unit: "short",
        queries: [{ expr: 'max by (stage) (guchi_queue_entries{state="waiting"})', legend: "{{stage}}" }],
      },
      {
        title: "The oldest waits for",
        unit: "s",
        queries: [{ expr: "max by (stage) (guchi_queue_oldest_waiting_seconds)", legend: "{{stage}}" }],
      },
      {
        title: "Active and delayed",
        unit: "short",
        queries: [
          { expr: 'max by (stage) (guchi_queue_entries{state="active"})', legend: "{{stage}} active" },
          { expr: 'max by (stage) (guchi_queue_entries{state="delayed"})', legend: "{{stage}} delayed" },
        ],
      },
      {
        title: "Time of an attempt (p50, p95)",
        unit: "s",
        queries: [
          { expr: quantile(0.5, "guchi_stage_work_seconds"), legend: "{{stage}} p50" },
          { expr: quantile(0.95, "guchi_stage_work_seconds"), legend: "{{stage}} p95" },
        ],
      },
      {
        title: "Time in the queue (p95)",
        unit: "s",
        queries: [{ expr: quantile(0.95, "guchi_stage_queue_seconds"), legend: "{{stage}}" }],
      },
    ],
  },
  {
    title: "Providers and cost",
    panels: [
      {
        title: "Spent today, and the budget",
        unit: "currencyUSD",
        queries: [
          { expr: "max(guchi_budget_spent_usd)", legend: "spent" },
          { expr: "max(guchi_budget_limit_usd)", legend: "budget" },
        ],
      },
      {
        title: "Cost in this range",
        unit: "currencyUSD",
        queries: [
          { expr: risen("guchi_provider_cost_usd_total", "stage, provider"), legend: "{{stage}} {{provider}}" },
          {
            expr: risen("guchi_provider_refunded_usd_total", "stage, provider"),
            legend: "{{stage}} {{provider}} back",
          },
        ],
      },
      {
        title: "Calls that gave no answer",
        unit: "ops",
        queries: [
          { expr: perSecond("guchi_provider_failures_total", "provider, kind"), legend: "{{provider}} {{kind}}" },
        ],
      },
    ],
  },
  {
    title: "LINE",
    panels: [
      {
        title: "Events",
        unit: "ops",
        queries: [
          { expr: perSecond("guchi_line_webhook_events_total", "channel, how"), legend: "{{channel}} webhook {{how}}" },
          { expr: perSecond("guchi_line_events_total", "what"), legend: "{{what}}" },
        ],
      },
      {
        title: "Requests that send an answer",
        unit: "ops",
        queries: [
          {
            expr: perSecond("guchi_line_sends_total", "channel, way, verdict"),
            legend: "{{channel}} {{way}} {{verdict}}",
          },
        ],
      },
      {
        title: "Deliveries in this range",
        unit: "short",
        queries: [{ expr: risen("guchi_deliveries_total", "messenger, status"), legend: "{{messenger}} {{status}}" }],
      },
      {
        title: "Messages pushed this month",
        unit: "short",
        queries: [
          { expr: "max by (channel) (guchi_line_quota_used_messages)", legend: "{{channel}} pushed" },
          { expr: "max by (channel) (guchi_line_quota_limit_messages)", legend: "{{channel}} quota" },
        ],
      },
    ],
  },
  {
    title: "Redis",
    panels: [
      {
        title: "Answers, takes writes, saves",
        unit: "bool_on_off",
        queries: [
          { expr: "max(guchi_redis_up)", legend: "answers" },
          { expr: "max(guchi_redis_writable)", legend: "takes writes" },
          { expr: "min(guchi_redis_persists)", legend: "saves" },
        ],
      },
      {
        title: "Memory",
        unit: "bytes",
        queries: [
          { expr: "max(guchi_redis_memory_bytes)", legend: "used" },
          { expr: "max(guchi_redis_memory_limit_bytes)", legend: "maxmemory" },
        ],
      },
      {
        title: "Gateways: delay of the event loop",
        unit: "s",
        queries: [{ expr: "nodejs_eventloop_lag_max_seconds", legend: "{{instance}}" }],
      },
    ],
  },
  {
    title: "Media",
    panels: [
      { title: "Kept", unit: "bytes", queries: [{ expr: "max(guchi_media_bytes)", legend: "media" }] },
      {
        title: "Room on the disk",
        unit: "bytes",
        queries: [
          { expr: "min(guchi_disk_free_bytes)", legend: "free" },
          { expr: "max(guchi_disk_size_bytes)", legend: "size" },
        ],
      },
      {
        title: "Gateways: memory",
        unit: "bytes",
        queries: [{ expr: "process_resident_memory_bytes", legend: "{{instance}}" }],
      },
    ],
  },
];

/** Every expression of the dashboard. */
export const EXPRESSIONS: readonly string[] = ROWS.flatMap(({ panels }) =>
  panels.flatMap(({ queries }) => queries.map(({ expr }) => expr)),
);

/** The dashboard as Grafana imports it, from 9 on: it asks for its Prometheus by a variable. */
export function dashboard(): object {
  let id = 0;
  let y = 0;
  const panels: object[] = [];
  for (const { title, panels: ofRow } of ROWS) {
    const gridPos = { x: 0, y, w: WIDTH, h: 1 };
    panels.push({ id: ++id, type: "row", title, collapsed: false, panels: [], gridPos });
    for (const [at, panel] of ofRow.entries()) panels.push(panelOf(panel, ++id, placeOf(at, y + 1)));
    y += 1 + Math.ceil(ofRow.length / PER_LINE) * PANEL_HEIGHT;
  }
  return {
    uid: "guchi",
    title: "Guchi",
    tags: ["guchi"],
    editable: true,
    schemaVersion: 38,
    version: 1,
    refresh: "10s",
    time: { from: "now-1h", to: "now" },
    timezone: "browser",
    templating: { list: [{ name: "datasource", label: "Prometheus", type: "datasource", query: "prometheus" }] },
    panels,
  };
}

function placeOf(at: number, top: number) {
  const width = WIDTH / PER_LINE;
  return { x: (at % PER_LINE) * width, y: top + Math.floor(at / PER_LINE) * PANEL_HEIGHT, w: width, h: PANEL_HEIGHT };
}

function panelOf({ title, unit, queries }: Panel, id: number, gridPos: object): object {
  return {
    id,
    type: "timeseries",
    title,
    datasource: DATASOURCE,
    gridPos,
    fieldConfig: { defaults: { unit, min: 0, custom: { fillOpacity: 10, showPoints: "never" } }, overrides: [] },
    options: { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi", sort: "desc" } },
    targets: queries.map(({ expr, legend }, at) => ({
      refId: "ABCDEFGH"[at],
      datasource: DATASOURCE,
      expr,
      legendFormat: legend,
    })),
  };
}
