import { Part, html, nothing, repeat } from './lit.js';
import { alert, facts, reading } from './notes.js';
import { send, text } from './api.js';
import { Poll } from './poll.js';
import { session } from './session.js';
import { clock, count, number, span } from './format.js';
import { outcome } from './operation-list.js';
import './batch-upload.js';

const NANOS = 1e9;
const MOST_TEXT = 100_000;

/** The batches, and the form for a new one. */
class BatchesPage extends Part {
  static properties = { open: { state: true }, trouble: { state: true }, failures: { state: true } };

  #batches = new Poll(this, signal => send('batches', { signal }));

  constructor() {
    super();
    this.trouble = '';
    this.failures = null;
  }

  async #change(batch, verb) {
    try {
      await send(`batches/${batch.id}/${verb}`, { method: 'POST' });
      this.trouble = '';
    } catch (e) {
      this.trouble = e.message;
    }
    this.#batches.now();
  }

  async #rows(batch) {
    try {
      const rows = await text(`batches/${batch.id}/failures`);
      this.failures = { id: batch.id, rows: rows.slice(0, MOST_TEXT), isCut: rows.length > MOST_TEXT };
    } catch (e) {
      this.trouble = e.message;
    }
  }

  render() {
    const batches = this.#batches.value;
    return html`<h1>Batches</h1>
      ${reading(this.#batches)}
      ${alert(this.trouble)}
      ${session.may('OPERATOR') ? html`<details class="panel" @toggle=${e => (this.open = e.target.open)}><summary><b>New batch</b></summary>
        ${this.open ? html`<sluice-batch-upload @begun=${() => this.#batches.now()}></sluice-batch-upload>` : nothing}</details>` : nothing}
      ${batches?.length === 0 ? html`<p>There was no batch since the start of the service.</p>` : nothing}
      ${repeat(batches ?? [], batch => batch.id, batch => this.#batch(batch))}
    `;
  }

  #batch(batch) {
    const done = batch.succeeded + batch.failed;
    const label = `${number(done)} of ${batch.totalKnown ? number(batch.total) : `${number(batch.total)} or more`} jobs`;
    return html`<article class="panel" aria-label=${batch.id}>
      <h2>${batch.id} <span class="hint">${batch.task} on ${batch.pool}</span> ${outcome(batch.status)}</h2>
      <progress aria-label=${`Progress of ${batch.id}`} max=${batch.total || 1} value=${done}></progress>
      ${facts([
        ['Jobs', label],
        ['Rate', `${number(batch.jobsPerSecond)}/s`],
        ['Left', span(batch.secondsLeft)],
        ['Running for', span(batch.elapsedNanos / NANOS)],
        ['Workers', `${batch.workers}${batch.mostAtATime === null ? '' : `, ${batch.mostAtATime} at a time`}`],
        ['Lane', batch.lane.toLowerCase()],
        ['Chunk p50 / p99', `${span(batch.p50Nanos / NANOS)} / ${span(batch.p99Nanos / NANOS)}`],
        ['Retries', number(batch.retried)],
        ['Failed', number(batch.failed)],
        ['Ordered', clock(batch.orderedAt)],
      ])}
      ${batch.status === 'WAITING' ? html`<p class="reason">The database is away; the batch waits for it.</p>` : nothing}
      ${batch.lastRetry ? html`<p class="reason">Last retry: ${batch.lastRetry}</p>` : nothing}
      ${batch.problem ? html`<p class="problem">${batch.problem}</p>` : nothing}
      ${batch.failures.length ? html`<details><summary>${count(batch.failed, 'failed job')}, the first ${batch.failures.length}</summary>
        <ul>${batch.failures.map(failure => html`<li>job ${failure.job}: ${failure.reason}</li>`)}</ul></details>` : nothing}
      ${session.may('OPERATOR', batch.pool) ? this.#buttons(batch) : nothing}
      ${this.failures?.id === batch.id ? html`<pre tabindex="0" aria-label="Failed rows">${this.failures.rows}${this.failures.isCut ? '\n…' : ''}</pre>` : nothing}
    </article>`;
  }

  #buttons(batch) {
    const isPaused = batch.status === 'PAUSED';
    const runs = ['RUNNING', 'PAUSED', 'WAITING', 'STOPPING'].includes(batch.status);
    const button = (verb, title) => html`<button @click=${() => this.#change(batch, verb)} aria-label=${`${title} ${batch.id}`}>${title}</button>`;
    return html`<p class="actions">
      ${runs ? html`${isPaused ? button('resume', 'Resume') : button('pause', 'Pause')} ${button('cancel', 'Cancel')}` : nothing}
      ${batch.failed ? html`<button @click=${() => this.#rows(batch)}>Show failed rows</button>` : nothing}
      ${batch.failed && !runs ? button('retry-failed', 'Run failed jobs again') : nothing}
    </p>`;
  }
}

customElements.define('sluice-batches', BatchesPage);
