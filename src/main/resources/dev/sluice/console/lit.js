// The parts of lit that the console uses, and the base of its elements, without a shadow root: one style sheet is for all
// of them, and labels find their fields.
import { LitElement } from './vendor/lit-element/lit-element.js';

export { html, svg, nothing } from './vendor/lit-html/lit-html.js';
export { repeat } from './vendor/lit-html/directives/repeat.js';

export class Part extends LitElement {
  createRenderRoot() {
    return this;
  }
}
