import { Part, html, nothing } from './lit.js';
import { alert, crumb, facts } from './notes.js';
import { follow, send } from './api.js';
import { link } from './router.js';
import { session } from './session.js';
import { between, clock, span } from './format.js';
import { outcome } from './operation-list.js';
import { report } from './report.js';

const AGAIN_MILLIS = 1_000;

const hasEnded = operation => operation && operation.status !== 'RUNNING' && operation.status !== 'QUEUED';

/** An operation: its progress by server-sent events, and its report. Property: operation (its id). */
class OperationPage extends Part {
  static properties = { operation: {}, state: { state: true }, trouble: { state: true }, asked: { state: true } };

  #stop;
  #timer;

  constructor() {
    super();
    this.trouble = '';
  }

  willUpdate(changed) {
    if (changed.has('operation') && this.operation) {
      this.state = null;
      this.asked = false;
      this.#watch();
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop?.abort();
    clearTimeout(this.#timer);
  }

  /** Follows the events; if they break off, reads the state and follows again. */
  async #watch() {
    this.#stop?.abort();
    clearTimeout(this.#timer);
    const stop = (this.#stop = new AbortController());
    const path = `operations/${encodeURIComponent(this.operation)}`;
    try {
      this.state = await send(path, { signal: stop.signal });
      session.answered(true);
      if (!hasEnded(this.state)) {
        await follow(`${path}/events`, stop.signal, operation => {
          this.state = operation;
        });
      }
      this.trouble = '';
    } catch (e) {
      if (stop.signal.aborted) {
        return;
      }
      if (e.status === 401) {
        session.end('The credentials are no longer valid.');
        return;
      }
      if (e.status) {
        this.trouble = e.message;
        return;
      }
      session.answered(false);
    }
    if (!hasEnded(this.state) && !stop.signal.aborted) {
      this.#timer = setTimeout(() => this.#watch(), AGAIN_MILLIS);
    }
  }

  async #cancel() {
    this.asked = true;
    try {
      // the events tell the end: this answer may be older than the last of them
      await send(`operations/${encodeURIComponent(this.operation)}`, { method: 'DELETE' });
    } catch (e) {
      this.asked = false;
      this.trouble = e.message;
    }
  }

  render() {
    const state = this.state;
    return html`
      ${crumb(link('operations'), 'Operations')}
      <h1>${state ? html`${state.operation} <span class="hint">on</span> <a href=${link('pools', state.pool)}>${state.pool}</a> ${outcome(state.status)}` : this.operation}</h1>
      ${alert(this.trouble)}
      ${state ? this.#content(state) : this.trouble ? nothing : html`<p role="status">Reading …</p>`}
    `;
  }

  #content(state) {
    return html`<section class="panel" aria-label="Progress and report">
      ${facts([
        ['Actor', state.actor],
        ['Begun', clock(state.startedAt)],
        ['Duration', span(between(state.startedAt, state.endedAt))],
        ...Object.entries(state.parameters),
        ...(state.dryRun ? [['Dry run', 'changes nothing']] : []),
      ])}
      ${hasEnded(state) ? nothing : this.#progress(state)}
      <p role="status" class="spoken">${hasEnded(state) ? `${state.operation} has ${state.status.toLowerCase()}` : `${state.operation} runs: ${state.step}`}</p>
      ${state.problem ? html`<p class="problem">${state.problem}</p>` : nothing}
      ${state.report ? report(state.report) : nothing}
      <p class="hint mono">${state.id}</p>
    </section>`;
  }

  #progress(state) {
    return html`<div class="progress">
      <label for="progress">${state.step}${state.total ? `, ${state.done} of ${state.total}` : ''}</label>
      <progress id="progress" max=${state.total || nothing} value=${state.total ? state.done : nothing}></progress>
      ${session.may('OPERATOR', state.pool) ? html`<button ?disabled=${this.asked} @click=${() => this.#cancel()}>${this.asked ? 'Cancelling …' : 'Cancel'}</button>` : nothing}
    </div>`;
  }
}

customElements.define('sluice-operation', OperationPage);
