import { directive, Directive } from "lit-html/directive.js";
import type { ElementPart } from "lit-html/directive.js";
import { noChange } from "lit-html";

/** Calls back with the element once it is in the page, and after each drawing. */
class Ref extends Directive {
  render(_then: (element: Element) => void): typeof noChange {
    return noChange;
  }

  override update({ element }: ElementPart, [then]: Parameters<Ref["render"]>): typeof noChange {
    queueMicrotask(() => element.isConnected && then(element));
    return noChange;
  }
}

export const ref = directive(Ref);
