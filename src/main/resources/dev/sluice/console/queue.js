import { Part, html, nothing, repeat } from './lit.js';
import { alert, mark, pager, reading, table } from './notes.js';
import { poolPath, send } from './api.js';
import { Poll } from './poll.js';
import { link } from './router.js';
import { session } from './session.js';
import { clock, count, span, tags } from './format.js';

const PAGE = 20;
const LANES = ['CRITICAL', 'HIGH', 'NORMAL', 'LOW', 'BACKGROUND'];

/** Returns the seconds of a duration of ISO 8601 with hours, minutes and seconds. */
function seconds(iso) {
  const [, h = 0, m = 0, s = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(iso ?? '') ?? [];
  return +h * 3600 + +m * 60 + +s || Infinity;
}

const isTraced = list => list.some(each => each.traceId);
const trace = (each, isShown) => (isShown ? html`<td class="mono long">${each.traceId ?? ''}</td>` : nothing);

/** The queue of a pool beside its holders. A selected waiter marks the leases that it waits for. */
class Queue extends Part {
  static properties = { pool: {}, idle: { type: Boolean }, selected: { state: true }, offset: { state: true }, details: { state: true }, trouble: { state: true } };

  #queue = new Poll(this, signal => send(poolPath(this.pool, 'waiters'), { query: { limit: PAGE, offset: this.offset }, signal }), queue => (queue?.waiting ? 1_000 : this.idle ? 15_000 : 3_000));
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
      return html`<section class="panel"><h2>Queue and holders</h2>${reading(this.#queue)}</section>`;
    }
    const chosen = queue.waiters.find(waiter => this.#key(waiter) === this.selected);
    return html`<div class="columns queue">
      ${this.#waiters(queue, chosen)}
      ${this.#holders(queue, chosen)}
    </div>`;
  }

  #key = waiter => `${waiter.thread} ${waiter.lane}`;

  #waiters(queue, chosen) {
    const hasTraces = isTraced(queue.waiters);
    return html`<section class="panel" aria-labelledby="waiters-title">
      <h2 id="waiters-title">Waiters <span class="badge ${queue.waiting ? 'warn' : ''}">${queue.waiting}</span></h2>
      ${queue.waiting ? nothing : html`<p>No caller waits.</p>`}
      ${queue.waiters.length ? table('Table of waiters', ['Turn', 'Lane', 'Waited', 'Deadline in', 'Expected', 'Thread', 'Tenant, tags', hasTraces ? 'Trace' : null],
        repeat(queue.waiters, this.#key, waiter => this.#waiter(waiter, waiter === chosen, hasTraces))) : nothing}
      ${pager({ offset: this.offset, limit: PAGE, total: queue.waiting, what: 'waiters', move: to => this.#move(to) })}
      <div role="status">${chosen ? html`<p class="hint">${this.#reason(chosen, queue)}</p>` : nothing}</div>
    </section>`;
  }

  #waiter(waiter, isChosen, hasTraces) {
    const effective = this.#effective(waiter);
    return html`<tr class=${isChosen ? 'chosen' : ''}>
      <td><button class="turn" aria-pressed=${isChosen} aria-label=${`Waiter ${waiter.position}: show what it waits for`}
        @click=${() => (this.selected = isChosen ? null : this.#key(waiter))}>${waiter.position}</button></td>
      <td>${waiter.lane.toLowerCase()}${effective === waiter.lane ? nothing : html` <span class="hint">as ${effective.toLowerCase()}</span>`}</td>
      <td class="number">${span(waiter.waitedSeconds)}</td>
      <td class="number">${span(waiter.remainingSeconds)}</td>
      <td class="number">${span(waiter.estimatedSeconds)}</td>
      <td class="mono long">${waiter.thread}</td>
      <td class="long">${waiter.tenant ?? ''} ${tags(waiter.tags)}</td>${trace(waiter, hasTraces)}
    </tr>`;
  }

  #reason(waiter, queue) {
    const ahead = waiter.position - 1;
    const awaited = Math.min(waiter.position, queue.holders.length);
    const own = waiter.holds?.length ? ` Its thread holds ${waiter.holds.join(', ')} itself.` : '';
    return `Waiter ${waiter.position} gets the ${waiter.position === 1 ? 'next' : `${waiter.position}.`} free connection: `
      + `${ahead ? `${count(ahead, 'caller is', 'callers are')} ahead, and ` : ''}${count(queue.held, 'lease runs', 'leases run')}. `
      + `${awaited > 1 ? `The oldest ${awaited} are` : 'The oldest is'} marked.${own}`;
  }

  /** Returns the connections of the leases that a waiter waits for: as many of the oldest as its turn. */
  #awaited(chosen, holders) {
    const byAge = [...holders].sort((a, b) => b.heldSeconds - a.heldSeconds);
    return new Set(chosen ? byAge.slice(0, chosen.position).map(holder => holder.connection) : []);
  }

  #holders(queue, chosen) {
    const awaited = this.#awaited(chosen, queue.holders);
    const isOperator = session.may('OPERATOR', this.pool);
    const hasTraces = isTraced(queue.holders);
    return html`<section class="panel" aria-labelledby="holders-title">
      <h2 id="holders-title">Holders <span class="badge">${queue.held}</span>
        ${isOperator && queue.held ? html`<button @click=${() => this.#read()}>Read statements and stacks</button>` : nothing}</h2>
      ${alert(this.trouble)}
      ${this.details ? html`<p class="hint" role="status">Statements and stacks of ${clock(this.details.at)}${this.details.missing ? `; statements are missing: ${this.details.missing}` : ''}.
        <button class="quiet" @click=${() => (this.details = null)}>Hide</button></p>` : nothing}
      ${queue.held ? nothing : html`<p>No connection is leased.</p>`}
      ${queue.holders.length ? table('Table of holders', ['Connection', 'Held', 'Lane', 'Thread', 'Tenant, tags', hasTraces ? 'Trace' : null, isOperator ? html`<span class="spoken">Operations</span>` : null],
        repeat(queue.holders, holder => holder.connection, holder => this.#holder(holder, awaited, chosen, isOperator, hasTraces))) : nothing}
    </section>`;
  }

  #holder(holder, awaited, chosen, isOperator, hasTraces) {
    const own = chosen?.holds?.includes(holder.connection);
    const text = own ? 'held by the waiter itself' : awaited.has(holder.connection) ? 'awaited' : '';
    const detail = this.details?.of.get(holder.connection + holder.thread);
    return html`<tr class=${text ? 'marked' : ''}>
      <td class="mono">${short(holder.connection)}${text ? html` ${mark('warn', '◀', text)}` : nothing}</td>
      <td class="number">${span(holder.heldSeconds)}</td>
      <td>${holder.lane.toLowerCase()}</td>
      <td class="mono long">${holder.thread}${holder.waits ? html` <span class="badge warn">waits, too</span>` : nothing}</td>
      <td class="long">${holder.tenant ?? ''} ${tags(holder.tags)}</td>${trace(holder, hasTraces)}
      ${isOperator ? html`<td><a href=${`${link('pools', this.pool, 'operations', 'release')}?connection=${encodeURIComponent(holder.connection)}`} aria-label=${`Release ${holder.connection}`}>Release …</a></td>` : nothing}
    </tr>
    ${detail ? html`<tr class="detail"><td colspan=${5 + isOperator + hasTraces}>
      ${detail.statement ? html`<pre>${detail.statement}</pre>` : html`<p class="hint">No statement runs${detail.sessionState ? `; session: ${detail.sessionState}` : ''}.</p>`}
      ${detail.stack?.length ? html`<pre>${detail.stack.join('\n')}</pre>` : nothing}
    </td></tr>` : nothing}`;
  }
}

/** Returns the name of a connection without the time of its creation. */
export const short = name => name.replace(/^(conn_\d+)_\d+$/, '$1');

customElements.define('sluice-queue', Queue);
