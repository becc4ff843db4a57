import { Part, html, nothing } from './lit.js';
import { crumb, facts } from './notes.js';
import { poolPath, send } from './api.js';
import { IDLE_MILLIS, Poll, isIdle } from './poll.js';
import { link } from './router.js';
import { session } from './session.js';
import { badge, condition, remark } from './state.js';
import { lanes, sizeBar } from './bar.js';
import { number, span } from './format.js';
import './history.js';
import './queue.js';
import './connections.js';
import './events.js';
import './leaks.js';
import './policies.js';
import './pool-operations.js';
import './diagnosis.js';

const TABS = [
  ['overview', 'Overview'],
  ['connections', 'Connections'],
  ['events', 'Events'],
  ['leaks', 'Leaks'],
  ['policies', 'Policies'],
  ['operations', 'Operations'],
];

/** The page of one pool. Properties: pool (its name), tab, rest (further parts of the address), query. */
class PoolPage extends Part {
  static properties = { pool: {}, tab: {}, rest: { attribute: false }, query: { attribute: false } };

  #idle = false;
  #stats = new Poll(this, (signal, probe) => this.#read(signal, probe), () => (this.#idle ? IDLE_MILLIS : 2_000));

  async #read(signal, probe) {
    const stats = await send(poolPath(this.pool, 'stats'), { query: { limit: 0, probe }, signal });
    this.#idle = isIdle(stats) && stats.counters.acquired === this.#stats.value?.counters.acquired;
    return stats;
  }

  render() {
    const problem = this.#stats.problem;
    if (problem?.status === 404 || problem?.status === 403) {
      return html`<h1>${this.pool}</h1><p class="problem" role="alert">${problem.message}</p><p><a href=${link('pools')}>All pools</a></p>`;
    }
    const pool = this.#stats.value;
    return html`
      ${crumb(link('pools'), 'Pools')}
      <h1>${this.pool} ${pool ? badge(condition(pool)) : nothing}</h1>
      ${pool ? html`<p class="reason">${[remark(pool), pool.stateDetail].filter(Boolean).join(' · ')}</p>` : nothing}
      <nav class="tabs" aria-label="Parts of the pool">
        ${TABS.map(([name, title]) => html`<a href=${link('pools', this.pool, name)} aria-current=${name === this.tab ? 'page' : nothing}>${title}${this.#amount(name)}</a>`)}
      </nav>
      ${this.#content()}
    `;
  }

  #amount(name) {
    const leaks = this.#stats.value?.leakSuspects;
    return name === 'leaks' && leaks ? html` <span class="badge warn">${leaks}</span>` : nothing;
  }

  #content() {
    switch (this.tab) {
      case 'connections':
        return html`<sluice-connections .pool=${this.pool} .total=${this.#stats.value?.total}></sluice-connections>`;
      case 'events':
        return html`<sluice-events .pool=${this.pool}></sluice-events>`;
      case 'leaks':
        return html`<sluice-leaks .pool=${this.pool}></sluice-leaks>`;
      case 'policies':
        return html`<sluice-policies .pool=${this.pool}></sluice-policies>`;
      case 'operations':
        return html`<sluice-pool-operations .pool=${this.pool} .operation=${this.rest[0]} .query=${this.query}></sluice-pool-operations>`;
      default:
        return this.#now();
    }
  }

  #now() {
    const stats = this.#stats.value;
    return html`
      <sluice-diagnosis .pool=${this.pool}></sluice-diagnosis>
      <div class="columns">
        <section class="panel" aria-labelledby="size-title"><h2 id="size-title">Connections and waiters</h2>
          ${stats ? html`${sizeBar(stats)}${lanes(stats.waitingByLane)}` : html`<p>Reading …</p>`}
          ${session.may('OPERATOR', this.pool) ? this.#quick(stats) : nothing}
        </section>
        <section class="panel" aria-labelledby="counters-title"><h2 id="counters-title">Since the start</h2>
          ${stats ? this.#counters(stats) : nothing}
        </section>
      </div>
      <section class="panel" aria-labelledby="history-title"><h2 id="history-title">The last 15 minutes</h2>
        <sluice-history .pool=${this.pool} .idle=${this.#idle}></sluice-history>
      </section>
      <sluice-queue .pool=${this.pool} .idle=${this.#idle}></sluice-queue>
    `;
  }

  #quick(stats) {
    const steer = stats?.state === 'PAUSED' ? ['resume', 'Resume'] : ['pause', 'Pause'];
    return html`<p class="actions">
      ${[steer, ['reset', 'Reset'], ['renew', 'Renew'], ['resize', 'Resize']].map(
        ([name, title]) => html`<a class="button" href=${link('pools', this.pool, 'operations', name)}>${title} …</a>`,
      )}
    </p>`;
  }

  #counters({ counters, uptimeSeconds }) {
    const mean = counters.acquired ? counters.heldSeconds / counters.acquired : 0;
    const rows = [
      ['Running for', span(uptimeSeconds)],
      ['Leases', number(counters.acquired)],
      ['Mean lease', span(mean)],
      ['Waits', number(counters.waits)],
      ['Longest wait', span(counters.longestWaitSeconds)],
      ['Timeouts', number(counters.timeouts)],
      ['Refusals', number(counters.refused)],
      ['Created', number(counters.created)],
      ['Failed creations', number(counters.creationFailures)],
      ['Longest creation', span(counters.longestCreationSeconds)],
      ['Leaks', number(counters.leaks)],
    ];
    return facts(rows);
  }
}

customElements.define('sluice-pool', PoolPage);
