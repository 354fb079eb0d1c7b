import type { Job, JobStage } from "@guchi/client/client.ts";
import { html, nothing, svg } from "lit-html";
import { duration, money } from "./format.ts";
import type { Model as PageModel } from "./page.ts";
import { rangeOf, spansOf, type Span } from "./timeline.ts";

/** The width of a bar, in its own units; what is short is still seen. */
const WIDTH = 1_000;
const LEAST = 5;

/** What showing a job takes of a page. */
export type Shown = Pick<PageModel, "words" | "language" | "now">;

/** A row a step: what it is, how it went, and a bar of its time within the job's. */
export function stepsView(job: Job, model: Shown) {
  const { words, now } = model;
  const spans = spansOf(job.history ?? []);
  const range = rangeOf(job, now);
  const kinds = ["waited", "worked", "failed"] as const;
  return html`
    <section class="card">
      <div class="title">
        <h2>${words.sections.steps}</h2>
        <p class="legend" aria-hidden="true">
          ${kinds.map((kind) => html`<span><i class=${kind}></i>${words.legend[kind]}</span>`)}
        </p>
      </div>
      <ol class="steps">
        ${job.stages.map((stage) => row(stage, spans.get(stage.name) ?? [], range, job, model))}
      </ol>
    </section>
  `;
}

function row(
  stage: JobStage,
  spans: readonly Span[],
  range: readonly [number, number],
  { progress }: Job,
  { words, now, language }: Shown,
) {
  const of = (kinds: readonly Span["kind"][]) =>
    spans
      .filter(({ kind }) => kinds.includes(kind))
      .reduce((sum, { from, to }) => sum + (to ?? Math.max(from, now)) - from, 0);
  const waited = of(["waited"]);
  const worked = of(["worked", "failed"]);
  const { name, attempts, provider, calls, costUsd = 0, error, status } = stage;
  const facts = [
    ...(waited > 0 ? [words.waited(duration(waited, language))] : []),
    ...(worked > 0 ? [words.worked(duration(worked, language))] : []),
    ...(attempts > 1 ? [words.attempts(attempts)] : []),
    ...(provider === undefined ? [] : [provider]),
    ...(calls === undefined ? [] : [words.calls(calls, money(costUsd))]),
    ...(progress?.step === name && progress.done !== undefined ? [words.progress(progress.done, progress.total)] : []),
  ];
  return html`
    <li class=${status}>
      <div class="step">
        <span class="name">${name}${stage.stage === name ? nothing : html` <small>${stage.stage}</small>`}</span>
        <span class="state ${status}">${words.stepStatuses[status]}</span>
      </div>
      ${bar(spans, range, now)}
      <p class="about">${facts.join(" · ")}</p>
      ${error === undefined ? nothing : html`<p class="bad"><code>${error.code}</code> ${error.message}</p>`}
    </li>
  `;
}

function bar(spans: readonly Span[], [from, to]: readonly [number, number], now: number) {
  const at = (time: number) => Math.min(WIDTH, Math.max(0, ((time - from) / (to - from)) * WIDTH));
  return html`
    <svg class="bar" viewBox="0 0 ${WIDTH} 10" preserveAspectRatio="none" aria-hidden="true">
      ${spans.map(({ kind, from: begin, to: end }) => {
        const width = Math.max(LEAST, at(end ?? now) - at(begin));
        return svg`<rect class=${kind} x=${Math.min(at(begin), WIDTH - width)} width=${width} height="10"></rect>`;
      })}
    </svg>
  `;
}
