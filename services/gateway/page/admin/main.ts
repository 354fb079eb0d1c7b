import { render } from "lit-html";
import { element } from "../shared/browser.ts";
import { AdminPage } from "./page.ts";
import { adminView } from "./view/frame.ts";

const body = element("admin", HTMLElement);
new AdminPage((model) => render(adminView(model), body)).begin();
