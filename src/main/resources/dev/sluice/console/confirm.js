import { Part, html } from './lit.js';
import { alert } from './notes.js';
import { go } from './router.js';

/**
 * The button that begins an order whose effect is shown above it. If leases may break, the name of the pool must be
 * typed first. Property: order. Sends 'refused' with the problem of a refused order.
 */
class Confirm extends Part {
  static properties = { order: { attribute: false }, typed: { state: true }, busy: { state: true }, trouble: { state: true } };

  willUpdate(changed) {
    if (changed.has('order')) {
      this.typed = this.trouble = '';
    }
  }

  get #isReady() {
    return !this.busy && (!this.order.entry.breaksLeases || this.typed === this.order.pool);
  }

  async #begin(event) {
    event.preventDefault();
    if (!this.#isReady) {
      return;
    }
    this.busy = true;
    try {
      go('operations', await this.order.begin());
    } catch (e) {
      if (e.body?.report) {
        go('operations', e.body.report.id);
      } else if (this.dispatchEvent(new CustomEvent('refused', { detail: e, cancelable: true }))) {
        this.trouble = e.message;
      }
    }
    this.busy = false;
  }

  render() {
    const { entry, pool } = this.order;
    return html`<form @submit=${this.#begin}>
      ${entry.breaksLeases ? html`<label class="field">Type the name of the pool, ${pool}, because leases may break
        <input autocomplete="off" spellcheck="false" .value=${this.typed} @input=${e => (this.typed = e.target.value)}></label>` : ''}
      ${alert(this.trouble)}
      <button class=${entry.breaksLeases ? 'danger' : 'primary'} ?disabled=${!this.#isReady}>${entry.title}</button>
    </form>`;
  }
}

customElements.define('sluice-confirm', Confirm);
