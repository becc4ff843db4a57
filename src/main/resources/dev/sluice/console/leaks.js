import { Part, html, nothing, repeat } from './lit.js';
import { reading } from './notes.js';
import { poolPath, send } from './api.js';
import { Poll } from './poll.js';
import { link } from './router.js';
import { session } from './session.js';
import { clock, span, tags } from './format.js';
import { short } from './queue.js';

const PERIOD_MILLIS = 2_000;

/** The leases that are suspected to be leaks. */
class Leaks extends Part {
  static properties = { pool: {}, stacks: { state: true } };

  #leaks = new Poll(this, signal => send(poolPath(this.pool, 'leaks'), { query: { stacks: this.stacks || undefined }, signal }), PERIOD_MILLIS);

  constructor() {
    super();
    this.stacks = false;
  }

  render() {
    const leaks = this.#leaks.value;
    const isOperator = session.may('OPERATOR', this.pool);
    return html`<section class="panel" aria-labelledby="leaks-title">
      <h2 id="leaks-title">Leak suspects
        ${isOperator && leaks?.length ? html`<button aria-pressed=${this.stacks} @click=${() => { this.stacks = !this.stacks; this.#leaks.now(); }}>${this.stacks ? 'Hide' : 'Show'} stacks</button>` : nothing}</h2>
      ${reading(this.#leaks)}
      ${leaks?.length === 0 ? html`<p>No lease is longer than the leak threshold.</p>` : nothing}
      ${leaks?.length ? html`<ul class="plain">${repeat(leaks, leak => leak.connection, leak => html`<li class="panel">
        <p><b class="mono">${short(leak.connection)}</b> held for <b>${span(leak.heldSeconds)}</b> by <span class="mono">${leak.thread}</span>,
          since ${clock(leak.since)}, lane ${leak.lane.toLowerCase()} ${leak.tenant ?? ''} ${tags(leak.tags)}
          ${isOperator ? html`<a class="button" href=${`${link('pools', this.pool, 'operations', 'release')}?connection=${encodeURIComponent(leak.connection)}`}>Release …</a>` : nothing}</p>
        ${this.#stack('Stack of the acquire', leak.acquireStack)}
        ${this.#stack('Present stack of the thread', leak.currentStack)}
      </li>`)}</ul>` : nothing}
    </section>`;
  }

  #stack(title, stack) {
    return stack?.length ? html`<h3>${title}</h3><pre tabindex="0">${stack.join('\n')}</pre>` : nothing;
  }
}

customElements.define('sluice-leaks', Leaks);
