import { readdir } from "node:fs/promises";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import type { Shown } from "./render.ts";

const NS_PER_SECOND = 1e9;
const delay = monitorEventLoopDelay({ resolution: 20 });
delay.enable();

/**
 * What Node and the kernel tell of this gateway's process, under the names that Prometheus' clients
 * use: https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics. The delay of
 * the event loop is since the last asking.
 */
export async function processMetrics(): Promise<readonly Shown[]> {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
  const descriptors = await readdir("/proc/self/fd").catch(() => undefined); // Linux only
  const lag = { mean: delay.mean, max: delay.max };
  delay.reset();
  return [
    one("process_cpu_seconds_total", "CPU time of this gateway.", (user + system) / 1e6, "counter"),
    one("process_start_time_seconds", "When this gateway began.", performance.timeOrigin / 1_000),
    one("process_resident_memory_bytes", "Memory of this gateway.", rss),
    ...(descriptors === undefined ? [] : [one("process_open_fds", "Open file descriptors.", descriptors.length)]),
    one("nodejs_heap_size_used_bytes", "JavaScript heap in use.", heapUsed),
    one("nodejs_heap_size_total_bytes", "JavaScript heap.", heapTotal),
    one("nodejs_external_memory_bytes", "Memory outside the heap, such as buffers.", external),
    one("nodejs_eventloop_lag_mean_seconds", "Mean delay of the event loop.", seconds(lag.mean)),
    one("nodejs_eventloop_lag_max_seconds", "Longest delay of the event loop.", seconds(lag.max)),
  ];
}

/** 0 when nothing was measured yet. */
function seconds(ns: number): number {
  return Number.isFinite(ns) ? ns / NS_PER_SECOND : 0;
}

function one(name: string, help: string, value: number, type: "gauge" | "counter" = "gauge"): Shown {
  return { name, help, type, samples: [{ labels: {}, value }] };
}
