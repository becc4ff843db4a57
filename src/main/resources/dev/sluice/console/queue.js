import { Part, html, nothing, repeat } from './lit.js';
import { poolPath, send } from './api.js';
import { Poll } from './poll.js';
import { link } from './router.js';
import { session } from './session.js';
import { clock, count, span, tags } from './format.js';
import { pager } from './pager.js';

const PAGE = 20;
const LANES = ['CRITICAL', 'HIGH', 'NORMAL', 'LOW', 'BACKGROUND'];

/** Returns the seconds of a duration of ISO 8601 with hours, minutes and seconds. */
function seconds(iso) {
  const [, h = 0, m = 0, s = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(iso ?? '') ?? [];
  return +h * 3600 + +m * 60 + +s || Infinity;
}

/** The queue of a pool beside its holders. A selected waiter marks the leases whose ends it waits for. */
class Queue extends Part {
  static properties = { pool: {}, selected: { state: true }, offset: { state: true }, details: { state: true }, trouble: { state: true } };

  #queue = new Poll(this, signal => send(poolPath(this.pool, 'waiters'), { query: { limit: PAGE, offset: this.offset }, signal }));
  #policy = new Poll(this, signal => send(poolPath(this.pool, 'policy'), { signal }), 30_000);

  constructor() {
    super();
    this.offset = 0;
    this.selected = null;
    this.details = null;
    this.trouble = '';
  }

  #move(to) {
    this.offset = to;
    this.#queue.now();
  }

  async #read() {
    try {
      const answer = await send(poolPath(this.pool, 'waiters'), {
        query: { limit: PAGE, offset: this.offset, stacks: true, statements: true },
      });
      this.details = {
        at: new Date(),
        missing: answer.statementsMissing,
        of: new Map(answer.holders.map(holder => [holder.connection + holder.thread, holder])),
      };
      this.trouble = '';
    } catch (e) {
      this.trouble = e.message;
    }
  }

  /** Returns the lane that a waiter counts as, after its wait. */
  #effective(waiter) {
    const steps = Math.floor(waiter.waitedSeconds / seconds(this.#policy.value?.aging));
    return LANES[Math.max(0, LANES.indexOf(waiter.lane) - steps)] ?? waiter.lane;
  }

  render() {
    const queue = this.#queue.value;
    if (!queue) {
      return html`<section class="panel"><h2>Queue and holders</h2><p>${this.#queue.problem?.message ?? 'Reading …'}</p></section>`;
    }
    const chosen = queue.waiters.find(waiter => this.#key(waiter) === this.selected);
    return html`<div class="columns queue">
      ${this.#waiters(queue, chosen)}
      ${this.#holders(queue, chosen)}
    </div>`;
  }

  #key = waiter => `${waiter.thread} ${waiter.lane}`;

  #waiters(queue, chosen) {
    return html`<section class="panel" aria-labelledby="waiters-title">
      <h2 id="waiters-title">Waiters <span class="badge ${queue.waiting ? 'warn' : ''}">${queue.waiting}</span></h2>
      ${queue.waiting ? nothing : html`<p>No caller waits.</p>`}
      ${queue.waiters.length ? html`<div class="scroll" tabindex="0" role="region" aria-label="Table of waiters"><table>
        <thead><tr><th scope="col">Turn</th><th scope="col">Lane</th><th scope="col">Waited</th><th scope="col">Deadline in</th><th scope="col">Expected</th><th scope="col">Thread</th><th scope="col">Tenant, tags</th></tr></thead>
        <tbody>${repeat(queue.waiters, this.#key, waiter => this.#waiter(waiter, waiter === chosen))}</tbody>
      </table></div>` : nothing}
      ${pager({ offset: this.offset, limit: PAGE, total: queue.waiting, what: 'waiters', move: to => this.#move(to) })}
      <div role="status">${chosen ? html`<p class="hint">${this.#reason(chosen, queue)}</p>` : nothing}</div>
    </section>`;
  }

  #waiter(waiter, isChosen) {
    const effective = this.#effective(waiter);
    return html`<tr class=${isChosen ? 'chosen' : ''}>
      <td><button class="turn" aria-pressed=${isChosen} aria-label=${`Waiter ${waiter.position}: show what it waits for`}
        @click=${() => (this.selected = isChosen ? null : this.#key(waiter))}>${waiter.position}</button></td>
      <td>${waiter.lane.toLowerCase()}${effective === waiter.lane ? nothing : html` <span class="hint">as ${effective.toLowerCase()}</span>`}</td>
      <td class="number">${span(waiter.waitedSeconds)}</td>
      <td class="number">${span(waiter.remainingSeconds)}</td>
      <td class="number">${span(waiter.estimatedSeconds)}</td>
      <td class="mono long">${waiter.thread}</td>
      <td class="long">${waiter.tenant ?? ''} ${tags(waiter.tags)}</td>
    </tr>`;
  }

  #reason(waiter, queue) {
    const ahead = waiter.position - 1;
    const own = waiter.holds?.length ? ` Its thread holds ${waiter.holds.join(', ')} itself.` : '';
    return `Waiter ${waiter.position} gets the ${waiter.position === 1 ? 'next' : `${waiter.position}.`} free connection: `
      + `${ahead ? `${count(ahead, 'caller is', 'callers are')} ahead, and ` : ''}${count(queue.held, 'lease runs', 'leases run')}. `
      + `The oldest ${Math.min(waiter.position, queue.holders.length)} are marked.${own}`;
  }

  /** Returns the connections of the leases that a waiter waits for: as many of the oldest as its turn. */
  #awaited(chosen, holders) {
    const byAge = [...holders].sort((a, b) => b.heldSeconds - a.heldSeconds);
    return new Set(chosen ? byAge.slice(0, chosen.position).map(holder => holder.connection) : []);
  }

  #holders(queue, chosen) {
    const awaited = this.#awaited(chosen, queue.holders);
    const isOperator = session.may('OPERATOR', this.pool);
    return html`<section class="panel" aria-labelledby="holders-title">
      <h2 id="holders-title">Holders <span class="badge">${queue.held}</span>
        ${isOperator && queue.held ? html`<button @click=${() => this.#read()}>Read statements and stacks</button>` : nothing}</h2>
      ${this.trouble ? html`<p class="problem" role="alert">${this.trouble}</p>` : nothing}
      ${this.details ? html`<p class="hint" role="status">Statements and stacks of ${clock(this.details.at)}${this.details.missing ? `; statements are missing: ${this.details.missing}` : ''}.
        <button class="quiet" @click=${() => (this.details = null)}>Hide</button></p>` : nothing}
      ${queue.held ? nothing : html`<p>No connection is leased.</p>`}
      ${queue.holders.length ? html`<div class="scroll" tabindex="0" role="region" aria-label="Table of holders"><table>
        <thead><tr><th scope="col">Connection</th><th scope="col">Held</th><th scope="col">Lane</th><th scope="col">Thread</th><th scope="col">Tenant, tags</th>${isOperator ? html`<th scope="col"><span class="spoken">Operations</span></th>` : nothing}</tr></thead>
        <tbody>${repeat(queue.holders, holder => holder.connection, holder => this.#holder(holder, awaited, chosen, isOperator))}</tbody>
      </table></div>` : nothing}
    </section>`;
  }

  #holder(holder, awaited, chosen, isOperator) {
    const own = chosen?.holds?.includes(holder.connection);
    const mark = own ? 'held by the waiter itself' : awaited.has(holder.connection) ? 'awaited' : '';
    const detail = this.details?.of.get(holder.connection + holder.thread);
    return html`<tr class=${mark ? 'marked' : ''}>
      <td class="mono">${short(holder.connection)}${mark ? html` <span class="badge warn"><span class="shape" aria-hidden="true">◀</span>${mark}</span>` : nothing}</td>
      <td class="number">${span(holder.heldSeconds)}</td>
      <td>${holder.lane.toLowerCase()}</td>
      <td class="mono long">${holder.thread}${holder.waits ? html` <span class="badge warn">waits, too</span>` : nothing}</td>
      <td class="long">${holder.tenant ?? ''} ${tags(holder.tags)}</td>
      ${isOperator ? html`<td><a href=${`${link('pools', this.pool, 'operations', 'release')}?connection=${encodeURIComponent(holder.connection)}`} aria-label=${`Release ${holder.connection}`}>Release …</a></td>` : nothing}
    </tr>
    ${detail ? html`<tr class="detail"><td colspan=${isOperator ? 6 : 5}>
      ${detail.statement ? html`<pre>${detail.statement}</pre>` : html`<p class="hint">No statement runs${detail.sessionState ? `; session: ${detail.sessionState}` : ''}.</p>`}
      ${detail.stack?.length ? html`<pre>${detail.stack.join('\n')}</pre>` : nothing}
    </td></tr>` : nothing}`;
  }
}

/** Returns the name of a connection without the time of its creation. */
export const short = name => name.replace(/^(conn_\d+)_\d+$/, '$1');

customElements.define('sluice-queue', Queue);
