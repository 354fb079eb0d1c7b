import { svg } from "lit-html";

/** 24 units wide, in the colour of the text around them; who needs words has them beside it. */
const icon = (path: string) =>
  svg`<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${path} /></svg>`;

export const SEND = icon("M4 12 20 4l-5 16-3.5-6.5L4 12Zm7.5 1.5L20 4");
export const TRASH = icon(
  "M4 7h16M10 11v6M14 11v6M6 7l1 12a2 2 0 0 0 2 2h6a2 2 0 0 0 2-2l1-12M9 7V5a2 2 0 0 1 2-2h2a2 2 0 0 1 2 2v2",
);
export const INFO = icon("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-10v5.5M12 7.6v.1");
export const SAVE = icon("M12 4v11m0 0 4.5-4.5M12 15l-4.5-4.5M5 20h14");
export const SHARE = icon("M12 15V4m0 0L7.5 8.5M12 4l4.5 4.5M5 13v5a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-5");
export const COPY = icon(
  "M9 9h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1ZM4 15V4a1 1 0 0 1 1-1h10",
);
export const CLOSE = icon("M6 6l12 12M18 6 6 18");
export const PHONE = icon(
  "M6.5 3h3l1.5 5-2 1.5a12 12 0 0 0 5.500 5.500L16 13l5 1.500v3a3 3 0 0 1-3.300 3A16 16 0 0 1 3.500 6.300 3 3 0 0 1 6.500 3Z",
);
export const OUT = icon("M14 4h6v6M20 4l-9 9M18 14v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h4");
export const PLAY = svg`<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="currentColor" aria-hidden="true"><path d="M8 5.2v13.600a.8.8 0 0 0 1.200.7l11-6.800a.8.8 0 0 0 0-1.400l-11-6.800a.8.8 0 0 0-1.200.7Z" /></svg>`;
export const PAUSE = svg`<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="currentColor" aria-hidden="true"><path d="M7 5h3.500v14H7zM13.500 5H17v14h-3.500z" /></svg>`;
