/** The pages, in the order of the menu. */
export const PAGES = ["overview", "runs", "stages", "failures", "waits", "schedules", "costs", "system"] as const;
export type PageName = (typeof PAGES)[number];

/** What is shown: a page, a job of it, and what is asked for there. */
export interface Route {
  readonly page: PageName;
  readonly id: string | undefined;
  readonly query: Readonly<Record<string, string>>;
}

/** The route of a fragment such as `#/runs?status=failed`. */
export function routeOf(hash: string): Route {
  const [, name = "", id, query = ""] = /^#\/([a-z]*)(?:\/([^?]*))?(?:\?(.*))?$/.exec(hash) ?? [];
  const page = PAGES.find((each) => each === name) ?? "overview";
  const given = Object.fromEntries(new URLSearchParams(query));
  return { page, id: id === undefined || id === "" ? undefined : decoded(id), query: given };
}

/** Undefined for what nobody encoded so, as of a link that was cut off. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The fragment of a route. */
export function hrefOf(page: PageName, query: Readonly<Record<string, string | undefined>> = {}, id?: string): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, value] as const],
  );
  const text = new URLSearchParams(Object.fromEntries(given)).toString();
  return `#/${page}${id === undefined ? "" : `/${encodeURIComponent(id)}`}${text === "" ? "" : `?${text}`}`;
}
