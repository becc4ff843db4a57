import { Part, html, nothing } from './lit.js';
import { mayBreak } from './notes.js';
import { catalogue } from './order.js';
import { link } from './router.js';
import { session } from './session.js';
import './operation-form.js';
import './operation-list.js';

/** The operations of a pool: the list or one form, and the latest. Properties: pool, operation, query. */
class PoolOperations extends Part {
  static properties = {
    pool: {}, operation: {}, query: { attribute: false }, entries: { state: true }, trouble: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    catalogue().then(entries => (this.entries = entries), e => (this.trouble = e.message));
  }

  render() {
    if (this.trouble) {
      return html`<p class="problem" role="alert">${this.trouble}</p>`;
    }
    const mine = (this.entries ?? []).filter(entry => entry.path.includes('{name}') && session.may(entry.role, this.pool));
    const entry = mine.find(each => each.name === this.operation);
    return html`
      ${entry ? this.#form(entry) : mine.length ? this.#choice(mine) : nothing}
      <section class="panel" aria-labelledby="latest-title"><h2 id="latest-title">Latest operations</h2>
        <sluice-operation-list .pool=${this.pool}></sluice-operation-list></section>
    `;
  }

  #form(entry) {
    const given = Object.fromEntries([...(this.query ?? [])].filter(([name]) => entry.parameters.some(each => each.name === name)));
    return html`<p><a href=${link('pools', this.pool, 'operations')}>All operations</a></p>
      <sluice-operation-form .entry=${entry} .pool=${this.pool} .given=${given}></sluice-operation-form>`;
  }

  #choice(entries) {
    return html`<section class="panel" aria-labelledby="choice-title"><h2 id="choice-title">Order an operation</h2>
      <ul class="choices">${entries.map(entry => html`<li><a href=${link('pools', this.pool, 'operations', entry.name)}>${entry.title}</a>
        ${mayBreak(entry)}
        <span class="hint">${entry.description}</span></li>`)}</ul>
    </section>`;
  }
}

customElements.define('sluice-pool-operations', PoolOperations);
