import { html, svg } from "lit-html";
import type { Turn, Voice } from "../turn.ts";
import { lengthOf } from "../time.ts";
import { BARS } from "../waveform.ts";
import { PAUSE, PLAY } from "./icons.ts";
import type { Model } from "./model.ts";

/** What is drawn as long as nobody knows how loud it is. */
const UNKNOWN = "3".repeat(BARS);
const STEP = 5;
const HEIGHT = 32;
const WIDTH = BARS * STEP;

/** Her voice, as a message of a chat: a large button, how it sounds, and how long. */
export function voiceBubble(turn: Turn, { url, durationMs, peaks = UNKNOWN }: Voice, { words, heard, actions }: Model) {
  const isHeard = heard?.key === turn.key;
  const length = lengthOf(durationMs);
  return html`
    <div class="bubble voice">
      <button
        class="play"
        type="button"
        data-url=${url}
        aria-label=${isHeard ? words.stop : words.play(length)}
        @click=${() => actions.play(turn)}
      >
        ${isHeard ? PAUSE : PLAY}
      </button>
      ${wave(peaks, isHeard ? heard.fraction : 0)}
      <span class="length" aria-hidden="true">${length}</span>
    </div>
  `;
}

function wave(peaks: string, fraction: number) {
  const bars = Array.from(peaks, (digit, at) => {
    const height = 4 + (Number(digit) / 9) * (HEIGHT - 4);
    const isOver = (at + 0.5) / BARS < fraction;
    return svg`<rect class=${isOver ? "over" : "ahead"} x=${at * STEP + 1} y=${(HEIGHT - height) / 2} width="3" height=${height} rx="1.5" />`;
  });
  return html`<svg class="wave" viewBox="0 0 ${WIDTH} ${HEIGHT}" width=${WIDTH} height=${HEIGHT} aria-hidden="true">
    ${bars}
  </svg>`;
}
