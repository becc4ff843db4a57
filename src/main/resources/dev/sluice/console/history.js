import { Part, html, nothing } from './lit.js';
import { reading } from './notes.js';
import { HistoryPoll } from './poll.js';
import { number, span } from './format.js';
import './charts.js';

const LANES = [
  ['CRITICAL', 'bad'],
  ['HIGH', 'warn'],
  ['NORMAL', 'accent'],
  ['LOW', 'good'],
  ['BACKGROUND', 'muted'],
];

/** The charts of the history of a pool. Properties: pool (its name), idle. */
class History extends Part {
  static properties = { pool: {}, idle: { type: Boolean } };

  #history = new HistoryPoll(this, () => this.pool, () => (this.idle ? 15_000 : 4_000));

  render() {
    const history = this.#history.value;
    if (!history || this.#history.problem) {
      return reading(this.#history);
    }
    const chart = (title, show, ...series) => html`<sluice-chart .title=${title} .times=${history.at} .show=${show} .least=${show === span ? 0.001 : 1}
      .series=${series.map(([label, values, colour]) => ({ label, values: values ?? [], colour }))}></sluice-chart>`;
    return html`<div class="charts">
      ${chart('Connections', number, ['leased', history.leased, 'leased'], ['total', history.total, 'muted'])}
      ${chart('Waiters by lane', number, ...LANES.map(([lane, colour]) => [lane.toLowerCase(), history.waitingByLane?.[lane], colour]))}
      ${chart('Acquires per second', number, ['acquires', history.acquiresPerSecond, 'accent'])}
      ${chart('Wait', span, ['p50', history.p50WaitSeconds, 'good'], ['p99', history.p99WaitSeconds, 'warn'])}
      ${chart('Creations', number, ['created', history.created, 'good'], ['failed', history.creationFailures, 'bad'])}
      ${chart('Refused callers', number, ['timeouts', history.timeouts, 'bad'], ['refusals', history.refused, 'warn'])}
    </div>
    ${history.at.length < 2 ? html`<p class="hint">The history begins with the start of the pool.</p>` : nothing}`;
  }
}

customElements.define('sluice-history', History);
