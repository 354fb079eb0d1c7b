// The page: posts a complaint, asks for the job until it is finished, shows the answer. All text is
// set as text.
import { linked } from "./lines.js";

/** Seconds to wait for a change of the job before asking again. */
const WAIT_SECONDS = 20;
/** Where this tab keeps the API key. */
const KEY = "guchi-api-key";
const FINISHED = new Set(["completed", "failed", "canceled"]);
const STAGE_NAMES = new Map([
  ["sentiment", "気持ちを読む"],
  ["persona", "ことばを選ぶ"],
  ["imagegen", "絵を描く"],
  ["tts", "声に出す"],
  ["reply", "お届け"],
]);

/**
 * @template {HTMLElement} Type
 * @param {string} id
 * @param {new () => Type} type
 * @returns {Type}
 */
function element(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`The page has no #${id}`);
  return found;
}

const form = element("form", HTMLFormElement);
const text = element("text", HTMLTextAreaElement);
const stages = element("stages", HTMLOListElement);
const waiting = element("waiting", HTMLParagraphElement);
const problem = element("problem", HTMLParagraphElement);
const answer = element("answer", HTMLElement);
const image = element("image", HTMLImageElement);
const message = element("message", HTMLParagraphElement);
const audio = element("audio", HTMLAudioElement);
const button = form.querySelector("button");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void send();
});

async function send() {
  button?.setAttribute("disabled", "");
  answer.hidden = true;
  problem.hidden = true;
  audio.pause();
  try {
    let job = await call("jobs", {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
      body: JSON.stringify({ pipeline: "guchi", input: { text: text.value } }),
    });
    let tag = ""; // none is known yet, so that the first look comes at once
    while (!FINISHED.has(job.status)) {
      showStages(job);
      const news = await ask(`${job.links.self}?wait=${WAIT_SECONDS}`, {
        headers: { "if-none-match": tag || '"none"' },
      });
      tag = news.headers.get("etag") ?? "";
      if (news.status !== 304) job = await news.json();
      // When that fails, the job is asked for again anyway.
      waiting.textContent = news.status === 304 ? await whyItWaits(job).catch(() => "") : "";
      waiting.hidden = waiting.textContent === "";
    }
    showStages(job);
    if (job.status !== "completed")
      throw new Error(job.error?.message ?? "うまくいきませんでした。少ししてから、もう一度送ってみてください。");
    showAnswer(job.output);
  } catch (error) {
    problem.textContent = error instanceof Error ? error.message : String(error);
    problem.hidden = false;
  } finally {
    waiting.hidden = true;
    button?.removeAttribute("disabled");
  }
}

/**
 * @param {string} url
 * @param {RequestInit} [options]
 */
async function call(url, options) {
  return (await ask(url, options)).json();
}

/**
 * Asks the API. Where it wants a key, the page asks for it once and keeps it for this tab.
 *
 * @param {string} url
 * @param {RequestInit} [options]
 * @returns {Promise<Response>}
 */
async function ask(url, options = {}) {
  const key = sessionStorage.getItem(KEY) ?? "";
  const headers = new Headers(options.headers);
  if (key !== "") headers.set("x-api-key", key);
  const response = await fetch(url, { ...options, headers });
  if (response.ok || response.status === 304) return response;
  if (response.status === 401) {
    const given = prompt("API キーを入力してください（API_KEYS に設定したもの）");
    if (given !== null && given !== "") {
      sessionStorage.setItem(KEY, given.trim());
      return ask(url, options);
    }
  }
  const body = await response.json();
  const details = (body.errors ?? []).map((/** @type {{detail: string}} */ each) => each.detail);
  throw new Error([body.detail ?? body.title, ...details].join(" "));
}

/** @param {{stages: {name: string, status: string}[]}} job */
function showStages(job) {
  stages.hidden = false;
  stages.replaceChildren(
    ...job.stages.map(({ name, status }) => {
      const item = document.createElement("li");
      item.textContent = STAGE_NAMES.get(name) ?? name;
      item.className = status;
      return item;
    }),
  );
}

/**
 * Why a job has not moved for a while, when the stage that it waits for is the reason.
 *
 * @param {{stages: {name: string, stage: string, status: string}[]}} job
 * @returns {Promise<string>}
 */
async function whyItWaits(job) {
  const next = job.stages.find(({ status }) => status === "pending" || status === "running");
  if (next === undefined) return "";
  const all = /** @type {{stages: {name: string, workers: number, waiting: number, paused: boolean}[]}} */ (
    await call("stages")
  );
  const stage = all.stages.find(({ name }) => name === next.stage);
  const shown = STAGE_NAMES.get(next.name) ?? next.name;
  if (stage === undefined) return "";
  if (stage.workers === 0)
    return `「${shown}」の担当（${next.stage}）が動いていません。動きだしたら、続きから進みます。`;
  if (stage.paused) return `「${shown}」は一時停止中です。再開したら、続きから進みます。`;
  return stage.waiting === 0 ? "" : `「${shown}」は順番待ちです（待ち ${stage.waiting} 件）。`;
}

/**
 * @typedef {{
 * reaction: string, message: string, sentiment: {language: string}, care?: {lines:
 * import("./lines.js").Line[]},
 *   image?: {url: string}, audio?: {url: string},
 * }} Output
 */

/** @param {Output} output */
function showAnswer(output) {
  // Where somebody may be in danger, the page is quiet, too.
  document.body.classList.toggle("care", output.reaction === "care");
  message.lang = output.sentiment.language === "und" ? "en" : output.sentiment.language;
  message.replaceChildren(...linked(output.message, output.care?.lines ?? []).map(node));
  image.hidden = output.image === undefined;
  audio.hidden = output.audio === undefined;
  if (output.image !== undefined) {
    image.src = local(output.image.url);
    image.alt = output.message;
  }
  if (output.audio !== undefined) audio.src = local(output.audio.url);
  answer.hidden = false;
}

/** @param {{text: string, href?: string}} piece */
function node({ text: words, href }) {
  if (href === undefined) return document.createTextNode(words);
  const link = document.createElement("a");
  link.href = href;
  link.textContent = words;
  if (href.startsWith("https:")) {
    link.target = "_blank"; // the answer stays
    link.rel = "noopener noreferrer";
  }
  return link;
}

/**
 * The gateway serves this page and the media; under PUBLIC_BASE_URL the job's own URLs name a
 * public host.
 *
 * @param {string} url
 */
function local(url) {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
