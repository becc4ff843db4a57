import { Part, html, nothing } from './lit.js';
import { alert } from './notes.js';
import { send } from './api.js';
import { field } from './field.js';
import { count } from './format.js';

const PREVIEW_BYTES = 16_384;
const PREVIEW_ROWS = 5;
const TYPES = { csv: 'text/csv', ndjson: 'application/x-ndjson', jsonl: 'application/x-ndjson' };

const SPECS = [
  { name: 'pool', title: 'Pool', type: 'TEXT', description: 'Pool that the batch uses.', defaultValue: 'default', example: 'orders' },
  { name: 'sql', title: 'Statement', type: 'TEXT', description: 'Statement of each row; a parameter is the name of a column. Needs the role admin.', example: 'insert into users values (:id, :name)' },
  { name: 'handler', title: 'Handler', type: 'TEXT', description: 'Handler of the application instead of a statement.', example: 'invoices' },
  { name: 'workers', title: 'Workers', type: 'INTEGER', description: 'Connections used at the same time.', example: '4' },
  { name: 'chunk', title: 'Chunk', type: 'INTEGER', description: 'Rows in one transaction.', example: '100' },
  { name: 'retries', title: 'Retries', type: 'INTEGER', description: 'Attempts of a chunk after the first one.', example: '3' },
  { name: 'continueOnError', title: 'Continue after failed rows', type: 'FLAG', description: 'Failed rows are kept, and the others run.' },
];

const kindOf = file => TYPES[file.name.split('.').pop().toLowerCase()] ?? 'text/csv';

/** The form for a batch. Sends 'begun'. */
class BatchUpload extends Part {
  static properties = {
    values: { state: true }, wrong: { state: true }, trouble: { state: true },
    file: { state: true }, preview: { state: true }, busy: { state: true }, begun: { state: true },
  };

  constructor() {
    super();
    this.values = {};
    this.wrong = {};
    this.trouble = '';
    this.begun = '';
  }

  async #choose(event) {
    this.file = event.target.files[0] ?? null;
    this.preview = this.file ? await this.#head(this.file) : null;
  }

  async #head(file) {
    const head = await file.slice(0, PREVIEW_BYTES).text();
    const lines = head.split(/\r?\n/).filter(Boolean).slice(0, PREVIEW_ROWS + 1);
    if (kindOf(file) !== 'text/csv') {
      return { lines };
    }
    const [columns, ...rows] = lines.map(line => line.split(','));
    return { columns, rows };
  }

  async #begin(event) {
    event.preventDefault();
    this.busy = true;
    this.wrong = {};
    this.trouble = this.begun = '';
    const given = Object.fromEntries(Object.entries(this.values).filter(([, value]) => value));
    try {
      const batch = this.file
        ? await send('batches', { method: 'POST', query: given, body: this.file, headers: { 'Content-Type': kindOf(this.file) } })
        : await send('batches', { method: 'POST', body: given });
      this.begun = batch.id;
      this.dispatchEvent(new Event('begun'));
    } catch (e) {
      const parameter = e.body?.parameter;
      const isKnown = SPECS.some(spec => spec.name === parameter);
      this.wrong = isKnown ? { [parameter]: e.message } : {};
      this.trouble = isKnown ? '' : e.message;
    }
    this.busy = false;
  }

  render() {
    return html`<form @submit=${this.#begin} novalidate>
      <div class="field"><label for="batch-file">Rows</label>
        <input id="batch-file" type="file" accept=".csv,.ndjson,.jsonl" aria-describedby="batch-file-hint" @change=${this.#choose}>
        <span class="hint" id="batch-file-hint">CSV with a header, or a JSON object on each line (.ndjson). Without a file, the demonstration begins.</span></div>
      ${this.preview ? this.#preview() : nothing}
      <div class="fields">${SPECS.map(spec => field(spec, {
        id: `batch-${spec.name}`, value: this.values[spec.name], wrong: this.wrong[spec.name],
        change: value => (this.values = { ...this.values, [spec.name]: value }),
      }))}</div>
      <button class="primary" ?disabled=${this.busy}>${this.file ? 'Begin with these rows' : 'Begin the demonstration'}</button>
      ${alert(this.trouble)}
      <p role="status">${this.begun ? `${this.begun} has begun.` : ''}</p>
    </form>`;
  }

  #preview() {
    const { lines, columns, rows } = this.preview;
    const size = count(this.file.size, 'byte');
    return html`<h3>${this.file.name}: ${size}, the first rows</h3>
      <div class="scroll" tabindex="0" role="region" aria-label="First rows of the file">${lines
        ? html`<pre>${lines.join('\n')}</pre>`
        : html`<table><thead><tr>${columns.map(each => html`<th scope="col">${each}</th>`)}</tr></thead>
            <tbody>${rows.map(row => html`<tr>${row.map(cell => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>`}</div>`;
  }
}

customElements.define('sluice-batch-upload', BatchUpload);
