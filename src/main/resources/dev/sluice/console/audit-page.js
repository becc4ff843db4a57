import { Part, html, nothing } from './lit.js';
import { alert, table } from './notes.js';
import { send } from './api.js';
import { clock } from './format.js';

const PAGE = 50;
const OUTCOMES = ['begun', 'succeeded', 'incomplete', 'failed', 'cancelled', 'denied'];

/** The audit log, the newest lines first. */
class AuditPage extends Part {
  static properties = { filter: { state: true }, answer: { state: true }, trouble: { state: true }, pages: { state: true } };

  constructor() {
    super();
    this.filter = {};
    this.pages = [];
    this.trouble = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.#read();
  }

  async #read(before) {
    try {
      this.answer = await send('audit', { query: { ...this.filter, limit: PAGE, before } });
      this.trouble = '';
    } catch (e) {
      this.trouble = e.message;
    }
  }

  #search(event) {
    event.preventDefault();
    this.filter = Object.fromEntries(new FormData(event.target));
    this.pages = [];
    this.#read();
  }

  #older() {
    this.pages = [...this.pages, this.answer.next];
    this.#read(this.answer.next);
  }

  #newer() {
    this.pages = this.pages.slice(0, -1);
    this.#read(this.pages.at(-1));
  }

  render() {
    const lines = this.answer?.entries;
    return html`<h1>Audit</h1>
      <section class="panel" aria-label="Audit log">
        <form class="search" role="search" @submit=${this.#search}>
          <label>Principal <input name="principal" size="12"></label>
          <label>Operation <input name="operation" size="12"></label>
          <label>Target <input name="target" size="12"></label>
          <label>Outcome <select name="outcome"><option value="">any</option>${OUTCOMES.map(each => html`<option>${each}</option>`)}</select></label>
          <button class="primary">Search</button>
        </form>
        ${alert(this.trouble)}
        ${lines ? this.#table(lines) : nothing}
        <p class="pager">
          <button ?disabled=${!this.pages.length} @click=${() => this.#newer()}>Newer</button>
          <button ?disabled=${!this.answer?.more} @click=${() => this.#older()}>Older</button>
        </p>
      </section>`;
  }

  #table(lines) {
    return lines.length
      ? table('Lines of the audit log', ['Time', 'Principal', 'From', 'Operation', 'Target', 'Outcome', 'Parameters, reason'], lines.map(line => this.#row(line)))
      : html`<p>No line matches.</p>`;
  }

  #row(line) {
    const change = line.before && line.after
      ? Object.keys(line.after).filter(key => line.before[key] !== line.after[key]).map(key => `${key}: ${line.before[key]} → ${line.after[key]}`)
      : [];
    const words = [...Object.entries(line.parameters ?? {}).map(([name, value]) => `${name}=${value}`), ...change, line.reason ?? ''];
    return html`<tr>
      <td class="number">${clock(line.time)}</td>
      <td>${line.who ?? 'anonymous'}${line.claim ? html` <span class="hint">claims ${line.claim}</span>` : nothing}</td>
      <td>${line.surface} ${line.address}</td>
      <td>${line.operation}</td><td>${line.target}</td>
      <td><span class="badge ${line.outcome === 'denied' || line.outcome === 'failed' ? 'bad' : line.outcome === 'succeeded' ? 'good' : ''}">${line.outcome}</span></td>
      <td class="long">${words.filter(Boolean).join(' · ')}</td>
    </tr>`;
  }
}

customElements.define('sluice-audit', AuditPage);
