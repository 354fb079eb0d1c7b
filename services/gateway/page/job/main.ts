import { render } from "lit-html";
import { element } from "../shared/browser.ts";
import { JobPage } from "./page.ts";
import { jobView } from "./view.ts";

const body = element("page", HTMLElement);
const id = decodeURIComponent(location.pathname.split("/").at(-1) ?? "");
new JobPage(id, (model) => render(jobView(model), body)).begin();
