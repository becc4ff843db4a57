import { Part, html, nothing, repeat } from './lit.js';
import { pager, reading, table } from './notes.js';
import { poolPath, send } from './api.js';
import { Poll } from './poll.js';
import { span, tags } from './format.js';
import { short } from './queue.js';

const PAGE = 50;

/** The connections of a pool. Properties: pool, total (their number). */
class Connections extends Part {
  static properties = { pool: {}, total: { attribute: false }, offset: { state: true } };

  #page = new Poll(this, signal => send(poolPath(this.pool, 'connections'), { query: { limit: PAGE, offset: this.offset }, signal }));

  constructor() {
    super();
    this.offset = 0;
  }

  render() {
    const list = this.#page.value;
    const { total } = this;
    return html`<section class="panel" aria-labelledby="connections-title">
      <h2 id="connections-title">Connections ${list ? html`<span class="badge">${total}</span>` : nothing}</h2>
      ${reading(this.#page)}
      ${list?.length ? table('Table of connections', ['Connection', 'State', 'Age', 'Held or idle', 'Generation', 'Holder', 'Tenant, tags'], repeat(list, each => each.id, each => html`<tr>
          <td class="mono" title=${each.id}>${short(each.id)}</td>
          <td>${each.inUse ? 'leased' : 'idle'}${each.retiring ? html` <span class="badge warn">closes at release: ${each.retiring.toLowerCase()}</span>` : nothing}</td>
          <td class="number">${span(each.ageSeconds)}</td>
          <td class="number">${span(each.inUse ? each.heldSeconds : each.idleSeconds)}</td>
          <td class="number">${each.generation}</td>
          <td class="mono long">${each.holder ?? ''}</td>
          <td class="long">${each.tenant ?? (each.keptFor === null ? '' : `kept for ${each.keptFor}`)} ${tags(each.tags)}</td>
        </tr>`)) : list ? html`<p>The pool has no connection.</p>` : nothing}
      ${pager({ offset: this.offset, limit: PAGE, total: total ?? 0, what: 'connections', move: to => { this.offset = to; this.#page.now(); } })}
    </section>`;
  }
}

customElements.define('sluice-connections', Connections);
