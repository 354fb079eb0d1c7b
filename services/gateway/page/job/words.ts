import type { Job, JobStage, JobStatus } from "@guchi/client/client.ts";
import type { Language } from "../shared/language.ts";

export const ACTIONS = ["resume", "suspend", "cancel", "rewind", "restart", "purge"] as const;
export type Action = (typeof ACTIONS)[number];

/** Everything that the page says of itself. */
export interface Words {
  readonly title: string;
  readonly other: { readonly code: Language; readonly label: string };
  readonly statuses: Readonly<Record<JobStatus | "purged", string>>;
  readonly stepStatuses: Readonly<Record<JobStage["status"], string>>;
  readonly sections: Readonly<
    Record<"steps" | "words" | "answer" | "output" | "warnings" | "error" | "delivery" | "history" | "event", string>
  >;
  readonly facts: Readonly<Record<"pipeline" | "created" | "took" | "so far" | "cost", string>>;
  readonly actions: Readonly<Record<Action, string>>;
  readonly waited: (time: string) => string;
  readonly worked: (time: string) => string;
  readonly attempts: (count: number) => string;
  readonly calls: (count: number, cost: string) => string;
  readonly progress: (done: number, total: number | undefined) => string;
  readonly waitsFor: (waiting: NonNullable<Job["waitingFor"]>, time: (at: string) => string) => string;
  readonly deliveries: Readonly<Record<NonNullable<Job["delivery"]>["status"], string>>;
  readonly legend: Readonly<Record<"waited" | "worked" | "failed", string>>;
  readonly picture: string;
  readonly voice: string;
  readonly columns: readonly string[];
  readonly chat: string;
  readonly queues: string;
  readonly live: string;
  readonly away: string;
  readonly loading: string;
  readonly gone: string;
  readonly forbidden: string;
  readonly purge: Readonly<Record<"title" | "about" | "yes" | "no", string>>;
  readonly key: Readonly<Record<"title" | "about" | "label" | "enter" | "wrong", string>>;
  readonly event: Readonly<Record<"label" | "send", string>>;
}

const ja: Words = {
  title: "ジョブ",
  other: { code: "en", label: "English" },
  statuses: {
    pending: "順番待ち",
    running: "実行中",
    waiting: "待機中",
    suspended: "中断中",
    completed: "完了",
    failed: "失敗",
    canceled: "取り消し",
    purged: "消去済み",
  },
  stepStatuses: {
    pending: "まだ",
    running: "実行中",
    waiting: "待機中",
    completed: "完了",
    failed: "失敗",
    skipped: "とばした",
  },
  sections: {
    steps: "ステップ",
    words: "届いたことば",
    answer: "答え",
    output: "出力",
    warnings: "注意",
    error: "エラー",
    delivery: "配達",
    history: "くわしい履歴",
    event: "待っているイベント",
  },
  facts: {
    pipeline: "パイプライン",
    created: "開始",
    took: "かかった時間",
    "so far": "ここまで",
    cost: "費用（見積もり）",
  },
  actions: {
    resume: "再開する",
    suspend: "中断する",
    cancel: "取り消す",
    rewind: "失敗したところからやり直す",
    restart: "はじめからもう一度",
    purge: "消去する",
  },
  waited: (time) => `待ち ${time}`,
  worked: (time) => `作業 ${time}`,
  attempts: (count) => `${count} 回試行`,
  calls: (count, cost) => `有料の呼び出し ${count} 回、${cost}`,
  progress: (done, total) => (total === undefined ? `${done} 件` : `${total} 件のうち ${done} 件`),
  waitsFor: ({ event, job, until }, time) =>
    [
      ...(job === undefined ? [] : [`ジョブ ${job} が終わるのを待っています`]),
      ...(event === undefined ? [] : [`イベント「${event}」を待っています`]),
      ...(until === undefined ? [] : [`${time(until)} に自動で進みます`]),
    ].join("。"),
  deliveries: {
    pending: "これから届けます",
    delivered: "届きました",
    unconfirmed: "送りましたが、届いたか確かめられません",
    held: "次のメッセージと一緒に届けます",
    withdrawn: "取り消されたので、届けません",
    failed: "届けられませんでした",
  },
  legend: { waited: "待ち", worked: "作業", failed: "失敗した試行" },
  picture: "ミミの絵",
  voice: "ミミの声",
  columns: ["時刻", "できごと", "ステップ", "内容"],
  chat: "チャット",
  queues: "キュー（Bull Board）",
  live: "変化があると、このページもすぐ変わります。",
  away: "Guchi に届きません。つながり次第、続きを表示します。",
  loading: "読み込んでいます…",
  gone: "このジョブはありません。期限が過ぎたか、消去されました。",
  forbidden: "このジョブは、Guchi が動いているマシンからだけ見られます。",
  purge: {
    title: "このジョブを消去しますか？",
    about: "ことば、答え、絵、声、履歴がすべて消えます。元に戻せません。",
    yes: "消去する",
    no: "やめる",
  },
  key: {
    title: "API キー",
    about: "このジョブを見るには API キーが要ります。キーはこのブラウザにだけ保存します。",
    label: "キー",
    enter: "見る",
    wrong: "このキーでは見られませんでした。",
  },
  event: { label: "内容（JSON）", send: "送る" },
};

const en: Words = {
  title: "Job",
  other: { code: "ja", label: "日本語" },
  statuses: {
    pending: "In the queue",
    running: "Under way",
    waiting: "Waiting",
    suspended: "Suspended",
    completed: "Completed",
    failed: "Failed",
    canceled: "Canceled",
    purged: "Erased",
  },
  stepStatuses: {
    pending: "Not yet",
    running: "Under way",
    waiting: "Waiting",
    completed: "Completed",
    failed: "Failed",
    skipped: "Skipped",
  },
  sections: {
    steps: "Steps",
    words: "What was said",
    answer: "The answer",
    output: "Output",
    warnings: "Warnings",
    error: "Error",
    delivery: "Delivery",
    history: "All that happened",
    event: "The event it waits for",
  },
  facts: { pipeline: "Pipeline", created: "Started", took: "Took", "so far": "So far", cost: "Cost (estimate)" },
  actions: {
    resume: "Resume",
    suspend: "Suspend",
    cancel: "Cancel",
    rewind: "Run again from the failed step",
    restart: "Start again from the beginning",
    purge: "Erase",
  },
  waited: (time) => `waited ${time}`,
  worked: (time) => `worked ${time}`,
  attempts: (count) => `${count} attempts`,
  calls: (count, cost) => `${count} paid ${count === 1 ? "call" : "calls"}, ${cost}`,
  progress: (done, total) => (total === undefined ? `${done} done` : `${done} of ${total}`),
  waitsFor: ({ event, job, until }, time) =>
    [
      ...(job === undefined ? [] : [`It waits for the end of the job ${job}`]),
      ...(event === undefined ? [] : [`It waits for the event “${event}”`]),
      ...(until === undefined ? [] : [`it goes on by itself at ${time(until)}`]),
    ].join("; "),
  deliveries: {
    pending: "On its way",
    delivered: "Delivered",
    unconfirmed: "Sent; whether it arrived is not known",
    held: "Comes with the next message",
    withdrawn: "Taken back, and not delivered",
    failed: "Could not be delivered",
  },
  legend: { waited: "waited", worked: "worked", failed: "failed attempt" },
  picture: "Mimi's picture",
  voice: "Mimi's voice",
  columns: ["Time", "Event", "Step", "Details"],
  chat: "Chat",
  queues: "Queues (Bull Board)",
  live: "This page follows the job as it changes.",
  away: "Guchi is out of reach. The page goes on when it is back.",
  loading: "Loading…",
  gone: "There is no such job. It has expired, or it was erased.",
  forbidden: "This job can be seen only from the machine on which Guchi runs.",
  purge: {
    title: "Erase this job?",
    about: "Words, answer, picture, voice and history will be gone for good.",
    yes: "Erase",
    no: "Keep it",
  },
  key: {
    title: "API key",
    about: "This job needs an API key to be seen. The key is kept in this browser only.",
    label: "Key",
    enter: "Show",
    wrong: "That key did not open it.",
  },
  event: { label: "What it says (JSON)", send: "Send" },
};

export const WORDS: Readonly<Record<Language, Words>> = { ja, en };
