import { render } from "lit-html";
import { Page } from "./page.ts";
import { app } from "./view/app.ts";

const body = document.querySelector("#page");
if (!(body instanceof HTMLElement)) throw new Error("The document has no #page");
const page = new Page((model) => render(app(model), body));
page.begin();
