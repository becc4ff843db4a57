import { Part, html, nothing, repeat } from './lit.js';
import { mark, pager, reading, table } from './notes.js';
import { send } from './api.js';
import { Poll } from './poll.js';
import { link } from './router.js';
import { between, clock, span } from './format.js';

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
  return mark(kind, shape, status.toLowerCase().replaceAll('_', ' '));
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
      return reading(this.#list);
    }
    const total = this.offset + list.length;
    return html`
      ${list.length ? table('Table of operations', ['Operation', this.pool ? null : 'Pool', 'Outcome', 'Begun', 'Duration', 'Actor', 'Parameters'], repeat(list.slice(0, PAGE), each => each.id, each => this.#row(each))) : html`<p>There was no operation yet.</p>`}
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

/** The operations of all pools. */
class OperationsPage extends Part {
  render() {
    return html`<h1>Operations</h1>
      <section class="panel" aria-label="Running and latest operations"><sluice-operation-list></sluice-operation-list></section>`;
  }
}

customElements.define('sluice-operations', OperationsPage);
