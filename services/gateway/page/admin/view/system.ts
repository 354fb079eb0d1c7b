import { html, nothing } from "lit-html";
import { factsView, type Fact } from "../../job/facts.ts";
import type { Model } from "../model.ts";
import { meter } from "./meter.ts";

/** What everything stands on: Redis and the disk; and other pages of the gateway. */
export function systemView(model: Model) {
  const { overview, words } = model;
  if (overview === undefined) return html`<p class="soft">${words.loading}</p>`;
  return html`
    ${redis(model, overview.redis)} ${disk(model, overview.disk)}
    <section class="card">
      <h2>${words.system.others}</h2>
      <div class="buttons">
        <a class="button" href="./admin/queues">${words.board}</a> <a class="button" href="./docs">${words.apiPage}</a>
        <a class="button" href="./">${words.chat}</a>
      </div>
    </section>
  `;
}

type Overview = NonNullable<Model["overview"]>;

/** So many bytes of so many; undefined: without a bound. */
function ofMost(bytes: number, most: number | undefined, { words, format }: Model): string {
  return `${format.bytes(bytes)} / ${most === undefined ? words.system.noLimit : format.bytes(most)}`;
}

function redis(model: Model, state: Overview["redis"]) {
  const words = model.words.system;
  const { reads, writes, said, version, usedBytes, maxBytes, saves, clients } = state;
  const yesNo = (is: boolean) => (is ? words.yes : words.no);
  const facts: readonly Fact[] = [
    [words.reads, yesNo(reads), !reads],
    [words.writes, yesNo(writes), !writes],
    ...(saves === undefined ? [] : [[words.saves, yesNo(saves), !saves] as const]),
    ...(usedBytes === undefined ? [] : [[words.memory, ofMost(usedBytes, maxBytes, model)] as const]),
    ...(clients === undefined ? [] : [[words.clients, String(clients)] as const]),
    ...(version === undefined ? [] : [[words.version, version] as const]),
  ];
  return html`
    <section class="card ${reads && writes ? "" : "problem"}">
      <h2>${words.redis}</h2>
      ${said === undefined ? nothing : html`<p class="said">${said}</p>`} ${factsView(facts)}
      ${usedBytes === undefined || maxBytes === undefined ? nothing : meter(usedBytes, maxBytes, words.memory)}
    </section>
  `;
}

function disk(model: Model, state: Overview["disk"]) {
  const words = model.words.system;
  const { freeBytes, totalBytes, mediaBytes, mediaMaxBytes } = state;
  const facts: readonly Fact[] = [
    ...(freeBytes === undefined || totalBytes === undefined
      ? []
      : [[words.free, ofMost(freeBytes, totalBytes, model)] as const]),
    ...(mediaBytes === undefined ? [] : [[words.media, ofMost(mediaBytes, mediaMaxBytes, model)] as const]),
  ];
  return html`
    <section class="card">
      <h2>${words.disk}</h2>
      ${factsView(facts)}
      ${freeBytes === undefined || totalBytes === undefined ? nothing : meter(totalBytes - freeBytes, totalBytes, words.disk)}
    </section>
  `;
}
