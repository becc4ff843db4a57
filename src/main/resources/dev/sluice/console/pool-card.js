import { Part, html, nothing, svg } from './lit.js';
import { lanes, sizeBar } from './bar.js';
import { badge, condition, remark } from './state.js';
import { span } from './format.js';
import { link } from './router.js';
import { HistoryPoll, isIdle } from './poll.js';

const POINTS = 120;

/** The card of a pool. Properties: pool (its overview), period (of its history). */
class PoolCard extends Part {
  static properties = { pool: { attribute: false }, period: { attribute: false } };

  #history = new HistoryPoll(this, () => this.pool.name, history => (isIdle(this.pool) && history?.p99WaitSeconds.slice(-POINTS).every(wait => !wait) ? 60_000 : this.period));

  render() {
    const { pool } = this;
    return html`
      <article class="panel card" aria-label=${pool.name}>
        <h2><a href=${link('pools', pool.name)}>${pool.name}</a> ${badge(condition(pool))}</h2>
        ${sizeBar(pool)}
        <div class="halves">
          ${lanes(pool.waitingByLane)}
          ${this.#sparkline(this.#history.value?.p99WaitSeconds ?? [])}
        </div>
        <p class="reason">${remark(pool)}</p>
        ${pool.reason ? html`<p class="reason">${pool.reason}</p>` : nothing}
      </article>
    `;
  }

  /** Draws the p99 of the waits of the last two minutes as a line; its greatest value in words. */
  #sparkline(all) {
    const values = all.slice(-POINTS);
    const most = Math.max(...values, 0);
    const scale = Math.max(most, 1e-3);
    const points = values.map((value, index) => `${POINTS - values.length + index},${20 - (value / scale) * 19}`).join(' ');
    return html`<div class="spark">
      <span class="hint">wait p99</span>
      <svg viewBox=${`0 0 ${POINTS} 21`} preserveAspectRatio="none" role="img" aria-label=${`p99 of the waits of the last two minutes, at most ${span(most)}`}>
        ${svg`<polyline points=${points}></polyline>`}</svg>
      <span class="hint">≤ ${span(most)}</span>
    </div>`;
  }
}

customElements.define('sluice-pool-card', PoolCard);
