import type {
  AdminSession,
  BulkView,
  Charts,
  Failures,
  Overview,
  RunPage,
  Words as Said,
} from "@guchi/contracts/admin.ts";
import type { BulkAction, BulkCount } from "@guchi/contracts/bulk.ts";
import { isFinished, type Job, type Schedule } from "@guchi/client/client.ts";
import { languageOf } from "../shared/browser.ts";
import type { Language } from "../shared/language.ts";
import { Storage } from "../shared/storage.ts";
import { AdminApi, ApiError } from "./api.ts";
import { keptColumns, keepColumns } from "./columns.ts";
import { endOf } from "./bulk-actions.ts";
import { FORMATS } from "./format.ts";
import type { Actions, Model, Query, Question, Viewport } from "./model.ts";
import { hrefOf, routeOf, type Route } from "./route.ts";
import { RunList, type Column } from "./run-list.ts";
import { EMPTY, ENDED, type State } from "./state.ts";
import { Stream } from "./stream.ts";
import { WORDS } from "./words/words.ts";

/** How often ages on the screen are told anew, and how bulk actions go, in ms. */
const TICK_MS = 1_000;
/** Charts are of minutes. */
const CHARTS_EVERY_MS = 30_000;

/** Signs in, goes from page to page, and holds what they show. */
export class AdminPage {
  readonly #draw: (model: Model) => void;
  readonly #api = new AdminApi();
  readonly #storage = new Storage();
  readonly #list = new RunList(this.#api, () => this.#show());
  readonly #stream = new Stream(this.#api.events, {
    overview: (overview) => this.#told(overview),
    live: (isLive) => this.#set({ isLive }),
    signedOut: () => void this.#enter(),
  });
  #language: Language = languageOf(this.#storage);
  #columns = keptColumns(this.#storage);
  #state: State = { ...EMPTY, route: routeOf(location.hash) };
  #isDrawing = false;
  #chartsAt = 0;

  constructor(draw: (model: Model) => void) {
    this.#draw = draw;
  }

  begin(): void {
    addEventListener("hashchange", () => void this.#routed());
    this.#show();
    void this.#enter();
    setInterval(() => void this.#tick(), TICK_MS);
  }

  /** Finds out who is signed in; opens the stream for them. */
  async #enter(): Promise<void> {
    this.#stream.close();
    try {
      const session = await this.#api.get<AdminSession>("session");
      if (session.role === "none") return this.#set({ ...EMPTY, route: this.#state.route, session: "none" });
      this.#set({ session, isLive: false, refusal: undefined });
      this.#stream.open();
      await this.#routed();
    } catch (error) {
      const status = error instanceof ApiError ? error.status : undefined;
      if (status === 403) this.#set({ session: "refused" });
      // The browser sends a password that is not ours, such as a proxy's.
      else if (status === 401) this.#set({ ...EMPTY, route: this.#state.route, session: "none" });
      else setTimeout(() => void this.#enter(), 2 * TICK_MS); // away: it comes again
    }
  }

  async #routed(): Promise<void> {
    const route = routeOf(location.hash);
    this.#set({ route, job: undefined, said: undefined, refusal: undefined, notice: undefined });
    if (typeof this.#state.session !== "object") return;
    await this.#try(() => this.#load(route), false);
  }

  /** Reads what the page needs that the stream does not bring. */
  async #load({ page, id, query }: Route): Promise<void> {
    if (page === "runs" && id !== undefined) await this.#readJob(id);
    else if (page === "runs") {
      this.#set({ viewport: { ...this.#state.viewport, top: 0 } });
      await Promise.all([this.#list.open(query), this.#readBulks()]);
    } else if (page === "failures") this.#set({ failures: await this.#api.get<Failures>("failures") });
    else if (page === "waits") await this.#readWaits();
    else if (page === "schedules") this.#set({ schedules: await this.#api.get<readonly Schedule[]>("schedules") });
    if (page === "overview" || page === "costs") await this.#readCharts();
  }

  #told(overview: Overview): void {
    const isChanged = overview.version !== this.#state.overview?.version;
    this.#set({ overview, isLive: true });
    if (isChanged) void this.#follow().catch(() => undefined); // the next change brings it
  }

  /** A job has changed: what is shown of jobs is read anew. */
  async #follow(): Promise<void> {
    const { route, job, viewport } = this.#state;
    if (route.page === "runs" && route.id !== undefined && (job === undefined || !isFinished(job))) {
      await this.#readJob(route.id);
    } else if (route.page === "runs" && route.id === undefined) await this.#list.refresh(viewport.top < 10);
    else if (route.page === "failures" || route.page === "waits" || route.page === "schedules") await this.#load(route);
  }

  async #tick(): Promise<void> {
    const { session, bulks, route } = this.#state;
    if (typeof session !== "object" || document.hidden) return;
    this.#show();
    const isUnderWay = bulks.some(({ status }) => !ENDED.has(status));
    const isChart = route.page === "overview" || route.page === "costs";
    await Promise.all([
      isUnderWay && this.#readBulks(),
      isChart && Date.now() - this.#chartsAt > CHARTS_EVERY_MS && this.#readCharts(),
    ]).catch(() => undefined); // the stream tells whether Guchi is away
  }

  async #readJob(id: string): Promise<void> {
    const job = await this.#api.get<Job>(`runs/${encodeURIComponent(id)}`);
    if (this.#state.route.id === id) this.#set({ job });
  }

  async #readBulks(): Promise<void> {
    this.#set({ bulks: await this.#api.get<readonly BulkView[]>("actions") });
  }

  async #readWaits(): Promise<void> {
    const { runs } = await this.#api.get<RunPage>("runs", { status: "waiting", limit: "500", order: "oldest" });
    this.#set({ waits: runs });
  }

  async #readCharts(): Promise<void> {
    this.#chartsAt = Date.now();
    this.#set({ charts: await this.#api.get<Charts>("charts") });
  }

  readonly #actions: Actions = {
    speak: (language) => {
      this.#language = language;
      this.#storage.set("language", language);
      this.#show();
    },
    signIn: (password) =>
      void this.#try(async () => {
        await this.#api.post("session", { password });
        await this.#enter();
      }),
    signOut: () =>
      void this.#try(async () => {
        this.#stream.close();
        await this.#api.delete("session");
        await this.#enter();
      }),
    go: (query) => location.assign(hrefOf(this.#state.route.page, query)),
    scrolled: (viewport) => this.#scrolled(viewport),
    sortBy: (column) => void this.#try(() => this.#list.sortBy(column), false),
    showColumn: (column, isShown) => this.#showColumn(column, isShown),
    takeNewer: () => this.#list.takeNewer(),
    ask: (question) => this.#set({ question }),
    askBulk: (action, filter) => void this.#try(() => this.#askBulk(action, filter)),
    answer: (isYes) => this.#answer(isYes),
    stopBulk: (id) =>
      void this.#try(async () => {
        await this.#api.post(`runs/${id}/cancel`);
        await this.#readBulks();
      }),
    act: (action) => void this.#try(() => this.#act(action)),
    showWords: () =>
      void this.#try(async () =>
        this.#set({ said: await this.#api.get<Said>(`runs/${this.#state.route.id ?? ""}/words`) }),
      ),
    sendEvent: (job, name, said) => void this.#try(() => this.#sendEvent(job, name, said)),
    resumeStage: (name) => void this.#try(() => this.#api.post(`stages/${name}/resume`)),
    schedule: (name, action) => void this.#try(() => this.#schedule(name, action)),
    show: (range) => this.#set({ range }),
  };

  #scrolled(viewport: Viewport): void {
    this.#set({ viewport });
    if (viewport.isNearEnd) void this.#list.more();
  }

  #showColumn(column: Column, isShown: boolean): void {
    this.#columns = keepColumns(this.#storage, this.#columns, column, isShown);
    this.#show();
  }

  /**
   * Counts first, up to the last news by the gateway's clock: nobody acts on more than they have
   * been told of, though more jobs come meanwhile.
   */
  async #askBulk(action: BulkAction, filter: Query): Promise<void> {
    const until = endOf(filter, this.#state.overview?.at ?? new Date().toISOString());
    const question = { kind: "bulk", action, filter, until, count: undefined } as const;
    this.#set({ question });
    const asked = { action, filter: { ...filter, to: until }, dryRun: true };
    const { count } = await this.#api.post<BulkCount>("actions", asked);
    if (this.#state.question === question) this.#set({ question: { ...question, count } });
  }

  #answer(isYes: boolean): void {
    const { question } = this.#state;
    this.#set({ question: undefined });
    if (isYes && question !== undefined) void this.#try(() => this.#doIt(question));
  }

  async #doIt(question: Question): Promise<void> {
    if (question.kind === "bulk") {
      const { action, filter, until } = question;
      await this.#api.post<BulkView>("actions", { action, filter: { ...filter, to: until } });
      await this.#readBulks();
    } else if (question.kind === "pause") await this.#api.post(`stages/${question.stage}/pause`);
    else if (question.kind === "remove") {
      await this.#api.delete(`schedules/${encodeURIComponent(question.schedule)}`);
      await this.#load(this.#state.route);
    } else {
      await this.#api.delete(`runs/${question.job}`);
      location.assign(hrefOf("runs"));
    }
  }

  async #act(action: Parameters<Actions["act"]>[0]): Promise<void> {
    const { id = "" } = this.#state.route;
    const job = await this.#api.post<Job>(`runs/${id}/${action}`);
    if (action === "restart") location.assign(hrefOf("runs", {}, job.id));
    else await this.#readJob(id);
  }

  async #sendEvent(job: string, name: string, said: string): Promise<void> {
    const event: unknown = JSON.parse(said);
    await this.#api.post(`runs/${job}/events/${encodeURIComponent(name)}`, event);
    await this.#load(this.#state.route);
  }

  async #schedule(name: string, action: "pause" | "resume" | "run"): Promise<void> {
    const { id } = await this.#api.post<{ readonly id?: string }>(`schedules/${encodeURIComponent(name)}/${action}`);
    await this.#load(this.#state.route);
    if (id !== undefined) this.#set({ notice: id });
  }

  /** Does something, and tells what it was refused for. */
  async #try(work: () => Promise<unknown>, isShown = true): Promise<void> {
    this.#set({ refusal: undefined, notice: undefined, isBusy: isShown });
    try {
      await work();
    } catch (error) {
      if (error instanceof ApiError && error.status === 401 && typeof this.#state.session === "object")
        void this.#enter();
      this.#set({ refusal: error instanceof Error ? error.message : String(error), question: undefined });
    }
    this.#set({ isBusy: false });
  }

  #set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    this.#show();
  }

  /** Draws once, however much has changed since the last frame. */
  #show(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    queueMicrotask(() => {
      this.#isDrawing = false;
      this.#drawNow();
    });
  }

  #drawNow(): void {
    const words = WORDS[this.#language];
    document.documentElement.lang = this.#language;
    const { troubles = [] } = this.#state.overview ?? {};
    const count = troubles.length === 0 ? "" : `(${troubles.length}) `;
    document.title = `${count}${words.pages[this.#state.route.page]} | Guchi ${words.title}`;
    this.#draw({
      ...this.#state,
      words,
      language: this.#language,
      format: FORMATS[this.#language],
      now: Date.now(),
      list: this.#list,
      columns: this.#columns,
      actions: this.#actions,
    });
  }
}
