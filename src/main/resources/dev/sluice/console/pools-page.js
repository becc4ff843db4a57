import { Part, html, nothing, repeat } from './lit.js';
import { alert, pager, reading } from './notes.js';
import { poolPath, send } from './api.js';
import { IDLE_MILLIS, Poll, isIdle } from './poll.js';
import { condition, isWell, verdict } from './state.js';
import { link } from './router.js';
import { session } from './session.js';
import './pool-card.js';

const PAGE = 24;
// Many pools are read less often, at the same cost.
const LIST_MILLIS = 2_000;
const MILLIS_PER_POOL = 25;
const CARD_MILLIS = 5_000;
const MILLIS_PER_CARD = 1_000;

/** The first page: the verdict, and a card for each pool. */
class PoolsPage extends Part {
  static properties = { filter: { state: true }, troubledOnly: { state: true }, offset: { state: true }, trouble: { state: true } };

  #pools = new Poll(this, (signal, probe) => send('pools', { query: { probe }, signal }), all => Math.max(all?.every(isIdle) ? IDLE_MILLIS : LIST_MILLIS, MILLIS_PER_POOL * (all?.length ?? 0)));
  #operations = new Poll(this, async signal =>
    session.identity?.demonstration ? send('operations', { query: { pool: 'default', limit: 1_000 }, signal }) : [], 15_000);

  constructor() {
    super();
    this.filter = '';
    this.troubledOnly = false;
    this.offset = 0;
  }

  #shown(all) {
    const words = this.filter.toLowerCase();
    return all.filter(
      pool => (!this.troubledOnly || !isWell(pool)) && `${pool.name} ${condition(pool).word}`.toLowerCase().includes(words),
    );
  }

  render() {
    const all = this.#pools.value;
    return html`
      <h1>Pools ${session.may('ADMIN') ? html`<a class="button" href=${link('new-pool')}>New pool …</a>` : nothing}</h1>
      ${reading(this.#pools)}
      ${all ? this.#content(all) : nothing}
    `;
  }

  #content(all) {
    const shown = this.#shown(all);
    const offset = Math.min(this.offset, Math.max(0, Math.ceil(shown.length / PAGE) - 1) * PAGE);
    const page = shown.slice(offset, offset + PAGE);
    const period = Math.max(CARD_MILLIS, MILLIS_PER_CARD * page.length);
    return html`
      ${all.length ? verdict(all) : html`<p>There is no pool yet.</p>`}
      ${all.length > PAGE / 4 ? this.#search() : nothing}
      <div class="cards">
        ${repeat(page, pool => pool.name, pool => html`<sluice-pool-card .pool=${pool} .period=${period}></sluice-pool-card>`)}
      </div>
      ${shown.length || !all.length ? nothing : html`<p>No pool matches.</p>`}
      ${session.identity?.demonstration ? this.#traffic() : nothing}
      ${pager({ offset, limit: PAGE, total: shown.length, what: 'pools', move: to => (this.offset = to) })}
    `;
  }

  async #order(path, method) {
    this.trouble = '';
    try {
      await send(path, { method, headers: { Prefer: 'respond-async' } });
    } catch (e) {
      this.trouble = e.message;
    }
    this.#operations.now();
    this.#pools.now();
  }

  /** Draws the order of demonstration traffic, or its end. */
  #traffic() {
    const running = this.#operations.value?.find(each => each.operation === 'demonstrate' && !each.endedAt);
    return html`<p>${running
      ? html`<a href=${link('operations', running.id)}>Demonstration traffic</a> runs. <button @click=${() => this.#order(`operations/${running.id}`, 'DELETE')}>Stop the traffic</button>`
      : html`<button class="primary" @click=${() => this.#order(poolPath('default', 'demonstrate'), 'POST')}>Begin demonstration traffic</button> <span class="hint">10 minutes</span>`}</p>
      ${alert(this.trouble)}`;
  }

  #search() {
    return html`<div class="search" role="search">
      <label>Find <input type="search" .value=${this.filter} @input=${e => { this.filter = e.target.value; this.offset = 0; }}></label>
      <label><input type="checkbox" .checked=${this.troubledOnly} @change=${e => { this.troubledOnly = e.target.checked; this.offset = 0; }}> in trouble only</label>
    </div>`;
  }
}

customElements.define('sluice-pools', PoolsPage);
