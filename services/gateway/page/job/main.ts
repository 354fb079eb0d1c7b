import { render } from "lit-html";
import { JobPage } from "./page.ts";
import { jobView } from "./view.ts";

const body = document.querySelector("#page");
if (!(body instanceof HTMLElement)) throw new Error("The document has no #page");
const id = decodeURIComponent(location.pathname.split("/").at(-1) ?? "");
new JobPage(id, (model) => render(jobView(model), body)).begin();
