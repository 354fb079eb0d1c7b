import { html, nothing } from "lit-html";
import { onSubmit } from "../../shared/browser.ts";
import type { Model } from "../model.ts";
import { mayWrite } from "../model.ts";
import { hrefOf, PAGES, type PageName } from "../route.ts";
import { costsView } from "./costs.ts";
import { dialogView } from "./dialog.ts";
import { failuresView } from "./failures.ts";
import { jobView } from "./job.ts";
import { overviewView } from "./overview.ts";
import { runsView } from "./runs.ts";
import { schedulesView } from "./schedules.ts";
import { stagesView } from "./stages.ts";
import { systemView } from "./system.ts";
import { waitsView } from "./waits.ts";

/** The whole page. */
export function adminView(model: Model) {
  const { session, words } = model;
  const isIn = typeof session === "object";
  return html`
    ${head(model, isIn)}
    <div class=${isIn ? "frame" : "frame alone"}>
      ${isIn ? menu(model) : nothing}
      <main id="main">
        ${session === undefined ? html`<p class="soft">${words.loading}</p>` : nothing}
        ${session === "refused" ? html`<p class="notice" role="status">${words.refusedHere}</p>` : nothing}
        ${session === "none" ? signIn(model) : nothing} ${isIn ? page(model) : nothing}
      </main>
    </div>
    ${isIn ? dialogView(model) : nothing}
  `;
}

function head(model: Model, isIn: boolean) {
  const { words, actions, isLive, overview } = model;
  const isPassword = typeof model.session === "object" && model.session.until !== undefined;
  return html`
    <header class="top">
      <a class="home" href=${hrefOf("overview")}>Guchi <span>${words.title}</span></a>
      <div class="tools">
        ${
          isIn
            ? html`<span class=${isLive ? "live on" : "live"} role="status">
                <i aria-hidden="true"></i>${isLive || overview === undefined ? words.live : words.away}
              </span>`
            : nothing
        }
        ${isIn && !mayWrite(model) ? html`<span class="mark">${words.mayOnlyLook}</span>` : nothing}
        <button class="plain" type="button" lang=${words.other.code} @click=${() => actions.speak(words.other.code)}>
          ${words.other.label}
        </button>
        ${isPassword ? html`<button class="plain" type="button" @click=${() => actions.signOut()}>${words.signOut}</button>` : nothing}
      </div>
    </header>
  `;
}

function menu({ words, route, overview }: Model) {
  const counts = new Map<PageName, number>([["overview", overview?.troubles.length ?? 0]]);
  return html`
    <nav class="menu" aria-label=${words.menu}>
      ${PAGES.map((name) => {
        const count = counts.get(name) ?? 0;
        return html`<a href=${hrefOf(name)} aria-current=${route.page === name ? "page" : nothing}>
          ${words.pages[name]}${count === 0 ? nothing : html` <b class="count">${count}</b>`}
        </a>`;
      })}
    </nav>
  `;
}

function page(model: Model) {
  const { route, refusal, words } = model;
  return html`
    ${route.id === undefined ? html`<h1>${words.pages[route.page]}</h1>` : nothing}
    ${refusal === undefined ? nothing : html`<p class="notice wrong" role="alert">${refusal}</p>`} ${content(model)}
  `;
}

function content(model: Model) {
  switch (model.route.page) {
    case "overview":
      return overviewView(model);
    case "runs":
      return model.route.id === undefined ? runsView(model) : jobView(model);
    case "stages":
      return stagesView(model);
    case "failures":
      return failuresView(model);
    case "waits":
      return waitsView(model);
    case "schedules":
      return schedulesView(model);
    case "costs":
      return costsView(model);
    default:
      return systemView(model);
  }
}

/** The name is for password stores, which know the account by it. */
function signIn({ words: { signIn: words }, refusal, isBusy, actions }: Model) {
  return html`
    <form class="card sign-in" @submit=${onSubmit("password", (given) => actions.signIn(given))}>
      <h1>${words.title}</h1>
      <p>${words.about}</p>
      <input
        class="unseen"
        name="username"
        value="admin"
        autocomplete="username"
        tabindex="-1"
        aria-hidden="true"
        readonly
      />
      <label>${words.label} <input name="password" type="password" autocomplete="current-password" required /></label>
      ${refusal === undefined ? nothing : html`<p class="bad" role="alert">${refusal}</p>`}
      <button class="button strong" type="submit" ?disabled=${isBusy}>${words.enter}</button>
    </form>
  `;
}
