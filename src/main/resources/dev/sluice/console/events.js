import { Part, html, nothing } from './lit.js';
import { reading } from './notes.js';
import { poolPath, send } from './api.js';
import { Poll } from './poll.js';
import { clock, tags } from './format.js';
import { short } from './queue.js';

const MOST = 300;
const PERIOD_MILLIS = 2_000;

const words = type => type.toLowerCase().replaceAll('_', ' ');

/** Returns the events, the latest first, where neighbours of the same type and detail are one group. */
function folded(events) {
  const groups = [];
  for (const event of [...events].reverse()) {
    const last = groups.at(-1);
    if (last && last.type === event.type && (last.detail ?? '') === (event.detail ?? '')) {
      last.members.push(event);
      last.times += event.times;
    } else {
      groups.push({ type: event.type, detail: event.detail, times: event.times, members: [event] });
    }
  }
  return groups;
}

/** The events of a pool, folded. */
class Events extends Part {
  static properties = { pool: {}, filter: { state: true } };

  #events = new Poll(this, signal => send(poolPath(this.pool, 'events'), { query: { limit: MOST }, signal }), PERIOD_MILLIS);

  constructor() {
    super();
    this.filter = '';
  }

  render() {
    const all = this.#events.value;
    const groups = all ? folded(all.filter(event => !this.filter || event.type === this.filter)) : [];
    return html`<section class="panel" aria-labelledby="events-title">
      <h2 id="events-title">Events</h2>
      ${reading(this.#events)}
      <label>Type <select @change=${e => (this.filter = e.target.value)}>
        <option value="">all</option>
        ${[...new Set((all ?? []).map(event => event.type))].sort().map(type => html`<option value=${type} ?selected=${type === this.filter}>${words(type)}</option>`)}
      </select></label>
      <ol class="events">${groups.map(group => this.#group(group))}</ol>
      ${all?.length === 0 ? html`<p>There is no event yet.</p>` : nothing}
    </section>`;
  }

  #group(group) {
    const [first] = group.members;
    const head = html`<time datetime=${first.at}>${clock(first.at)}</time> <b>${words(group.type)}</b>
      ${group.times > 1 ? html`<span class="badge">${group.times} times</span>` : nothing} ${this.#about(first, group.members.length === 1)}`;
    return group.members.length === 1
      ? html`<li>${head}</li>`
      : html`<li><details><summary>${head}</summary><ol>${group.members.map(event => html`<li><time datetime=${event.at}>${clock(event.at)}</time> ${this.#about(event, true)}</li>`)}</ol></details></li>`;
  }

  #about(event, isWhole) {
    const parts = [
      isWhole && event.connection ? short(event.connection) : '',
      event.detail ?? '',
      isWhole ? `${event.tenant ?? ''} ${tags(event.tags)}`.trim() : '',
    ];
    return parts.filter(Boolean).join(' · ');
  }
}

customElements.define('sluice-events', Events);
