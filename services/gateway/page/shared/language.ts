/** What the pages speak. */
export type Language = "ja" | "en";
