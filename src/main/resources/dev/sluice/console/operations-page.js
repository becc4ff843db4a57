import { Part, html } from './lit.js';
import './operation-list.js';

/** The operations of all pools. */
class OperationsPage extends Part {
  render() {
    return html`<h1>Operations</h1>
      <section class="panel" aria-label="Running and latest operations"><sluice-operation-list></sluice-operation-list></section>`;
  }
}

customElements.define('sluice-operations', OperationsPage);
