import { render } from "lit-html";
import { element } from "../shared/browser.ts";
import { Page } from "./page.ts";
import { app } from "./view/app.ts";

const body = element("page", HTMLElement);
const page = new Page((model) => render(app(model), body));
page.begin();
