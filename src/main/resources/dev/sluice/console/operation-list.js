import { Part, html, nothing, repeat } from './lit.js';
import { send } from './api.js';
import { Poll } from './poll.js';
import { link } from './router.js';
import { between, clock, span } from './format.js';
import { pager } from './pager.js';

const PAGE = 20;

const OUTCOMES = {
  SUCCEEDED: ['●', 'good'],
  RUNNING: ['◌', 'warn'],
  QUEUED: ['◌', 'still'],
  CANCELLED: ['□', 'still'],
  COMPLETED: ['●', 'good'],
  COMPLETED_WITH_ERRORS: ['◆', 'warn'],
  PAUSED: ['❚❚', 'still'],
  WAITING: ['◌', 'warn'],
  STOPPING: ['◌', 'still'],
};

/** Draws the outcome of an operation, or of a batch, as word and shape. */
export function outcome(status) {
  const [shape, kind] = OUTCOMES[status] ?? ['■', 'bad'];
  return html`<span class="badge ${kind}"><span class="shape" aria-hidden="true">${shape}</span>${status.toLowerCase().replaceAll('_', ' ')}</span>`;
}

/** The running and ended operations, of one pool or of all. Property: pool. */
class OperationList extends Part {
  static properties = { pool: {}, offset: { state: true } };

  #list = new Poll(this, signal => send('operations', { query: { pool: this.pool, limit: PAGE + 1, offset: this.offset }, signal }));

  constructor() {
    super();
    this.offset = 0;
  }

  render() {
    const list = this.#list.value;
    if (!list) {
      return html`<p>${this.#list.problem?.message ?? 'Reading …'}</p>`;
    }
    const total = this.offset + list.length;
    return html`
      ${list.length ? html`<div class="scroll" tabindex="0" role="region" aria-label="Table of operations"><table>
        <thead><tr><th scope="col">Operation</th>${this.pool ? nothing : html`<th scope="col">Pool</th>`}<th scope="col">Outcome</th><th scope="col">Begun</th><th scope="col">Duration</th><th scope="col">Actor</th><th scope="col">Parameters</th></tr></thead>
        <tbody>${repeat(list.slice(0, PAGE), each => each.id, each => this.#row(each))}</tbody>
      </table></div>` : html`<p>There was no operation yet.</p>`}
      ${pager({ offset: this.offset, limit: PAGE, total, what: 'operations', move: to => { this.offset = to; this.#list.now(); } })}
    `;
  }

  #row(each) {
    return html`<tr>
      <td><a href=${link('operations', each.id)}>${each.operation}</a>${each.dryRun ? html` <span class="hint">dry run</span>` : nothing}</td>
      ${this.pool ? nothing : html`<td><a href=${link('pools', each.pool)}>${each.pool}</a></td>`}
      <td>${outcome(each.status)}${each.status === 'RUNNING' && each.total ? html` ${each.done} of ${each.total}` : nothing}</td>
      <td class="number">${clock(each.startedAt)}</td>
      <td class="number">${span(between(each.startedAt, each.endedAt))}</td>
      <td>${each.actor}</td>
      <td class="mono long">${Object.entries(each.parameters).map(([name, value]) => `${name}=${value}`).join(' ')}</td>
    </tr>`;
  }
}

customElements.define('sluice-operation-list', OperationList);
