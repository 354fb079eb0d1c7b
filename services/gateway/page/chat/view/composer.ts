import { html } from "lit-html";
import { SEND } from "./icons.ts";
import { MOST_TEXT, TELL_FROM, type Model } from "./model.ts";

/** Where one writes. The box keeps its own text, so that nothing takes the cursor away. */
export function composer({ words, length, actions }: Model) {
  const over = length - MOST_TEXT;
  const submit = (event: Event) => {
    event.preventDefault();
    actions.submit();
  };
  return html`
    <form class="composer" aria-label=${words.compose} @submit=${submit}>
      <p class="count" id="count" ?hidden=${length < TELL_FROM} data-over=${over > 0}>
        ${over > 0 ? words.tooLong(over) : words.count(length, MOST_TEXT)}
      </p>
      <div class="box">
        <textarea
          id="text"
          rows="1"
          aria-label=${words.compose}
          aria-describedby="count hint"
          aria-invalid=${over > 0}
          placeholder=${words.placeholder}
          enterkeyhint="send"
          autocomplete="off"
          @input=${(event: Event) => event.target instanceof HTMLTextAreaElement && actions.write(event.target.value)}
          @keydown=${(event: KeyboardEvent) => sends(event) && submit(event)}
        ></textarea>
        <button class="send" type="submit" aria-label=${words.send} aria-disabled=${length === 0 || over > 0}>
          ${SEND}
        </button>
      </div>
      <p class="hint" id="hint">${words.hint}</p>
    </form>
  `;
}

/** While an input method composes, Enter takes its word; Safari tells so by the key code alone. */
function sends({ key, shiftKey, isComposing, keyCode }: KeyboardEvent): boolean {
  return key === "Enter" && !shiftKey && !isComposing && keyCode !== COMPOSING;
}
const COMPOSING = 229;
