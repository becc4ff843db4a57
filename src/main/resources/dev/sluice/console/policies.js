import { Part, html, nothing } from './lit.js';
import { alert, facts, mark } from './notes.js';
import { poolPath, send } from './api.js';
import { field } from './field.js';
import { session } from './session.js';

let known;

/** Returns the declarations of all rules, which are read once. */
function declarations() {
  known ??= send('operations/catalogue/policies').catch(e => {
    known = undefined;
    throw e;
  });
  return known;
}

/** Returns the value of a rule as the text of a field. */
const asText = value => (value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Returns the text of a field as JSON takes it; null restores the default. */
function asValue(text, type) {
  if (text === '') {
    return null;
  }
  if (type === 'FLAG') {
    return text === 'true';
  }
  if (/^[[{]/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  return ['INTEGER', 'LONG', 'DECIMAL'].includes(type) && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

const title = name => name.replace(/([A-Z])/g, letter => ` ${letter.toLowerCase()}`).replace(/^./, letter => letter.toUpperCase());

/** The rules and policies of a pool, as forms. Property: pool. */
class Policies extends Part {
  static properties = { pool: {}, entries: { state: true }, values: { state: true }, trouble: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.#read();
  }

  async #read() {
    try {
      [this.entries, this.values] = await Promise.all([declarations(), send(poolPath(this.pool, 'policy'))]);
      this.trouble = '';
    } catch (e) {
      this.trouble = e.message;
    }
  }

  render() {
    return html`
      ${alert(this.trouble)}
      ${this.values ? this.entries.map(entry => html`<sluice-policy .pool=${this.pool} .entry=${entry} .values=${this.values}
        @changed=${event => (this.values = event.detail)}></sluice-policy>`) : this.trouble ? nothing : html`<p role="status">Reading …</p>`}
    `;
  }
}

/** A group of rules. Properties: pool, entry (its declaration), values (all rules of the pool). */
class Policy extends Part {
  static properties = {
    pool: {}, entry: { attribute: false }, values: { attribute: false },
    on: { state: true }, texts: { state: true }, wrong: { state: true }, trouble: { state: true }, done: { state: true }, busy: { state: true },
  };

  willUpdate(changed) {
    if (changed.has('values')) {
      const now = this.#now();
      this.on = this.entry.form !== 'GROUP' || now !== null;
      this.texts = this.#texts(now ?? {});
      this.wrong = {};
      this.trouble = '';
    }
  }

  /** Returns the present values of this group: by rule, by lane, or by name; null if the policy is off. */
  #now() {
    return this.entry.form === 'RULES' ? this.values : this.values[this.entry.name];
  }

  #texts(now) {
    if (this.entry.form === 'BY_LANE') {
      return Object.fromEntries(this.#lanes().map(lane => [lane, asText(now[lane])]));
    }
    if (this.entry.form === 'BY_NAME') {
      return { all: Object.keys(now).length ? JSON.stringify(now, null, 1) : '' };
    }
    return Object.fromEntries(this.entry.rules.map(rule => [rule.name, asText(now[rule.name])]));
  }

  #lanes() {
    return ['CRITICAL', 'HIGH', 'NORMAL', 'LOW', 'BACKGROUND'];
  }

  #specs() {
    const [first] = this.entry.rules;
    switch (this.entry.form) {
      case 'BY_LANE':
        return this.#lanes().map(lane => ({ ...first, name: lane, title: title(lane.toLowerCase()) }));
      case 'BY_NAME':
        return [{
          name: 'all', title: 'Shares', type: 'TEXT', description: `A JSON object: the name of a tenant, and of it ${this.entry.rules.map(rule => rule.name).join(', ')}.`,
          example: '{"acme": {"cap": 8}}',
        }];
      default:
        return this.entry.rules.map(rule => ({ ...rule, title: title(rule.name) }));
    }
  }

  #patch() {
    const { form, name } = this.entry;
    if (form === 'GROUP' && !this.on) {
      return { [name]: null };
    }
    const now = this.#now() ?? {};
    const values = Object.fromEntries(this.#specs()
      .filter(spec => this.texts[spec.name] !== (this.#texts(now)[spec.name] ?? '') || (form === 'GROUP' && this.texts[spec.name] !== ''))
      .map(spec => [spec.name, asValue(this.texts[spec.name], spec.type)]));
    if (form === 'RULES') {
      return values;
    }
    return { [name]: form === 'BY_NAME' ? this.#shares(values.all ?? {}, now) : values };
  }

  /** Returns the patch of the shares: a tenant that is not named any more has none. */
  #shares(wanted, now) {
    return typeof wanted === 'object' ? { ...Object.fromEntries(Object.keys(now).map(name => [name, null])), ...wanted } : wanted;
  }

  async #save(event) {
    event.preventDefault();
    this.busy = true;
    this.wrong = {};
    this.trouble = this.done = '';
    try {
      const values = await send(poolPath(this.pool, 'policy'), { method: 'PATCH', body: this.#patch() });
      this.dispatchEvent(new CustomEvent('changed', { detail: values }));
      this.done = 'Saved: in force from the next caller on.';
    } catch (e) {
      this.#refused(e);
    }
    this.busy = false;
  }

  #refused(problem) {
    const rule = String(problem.body?.rule ?? '').split('.').pop().toLowerCase();
    const spec = this.#specs().find(each => this.entry.form === 'BY_NAME' || each.name.toLowerCase() === rule);
    this.wrong = spec ? { [spec.name]: problem.message } : {};
    this.trouble = spec ? '' : problem.message;
    this.updateComplete.then(() => this.querySelector('.wrong input, .wrong select')?.focus());
  }

  render() {
    const { entry } = this;
    const isGroup = entry.form === 'GROUP';
    const isOn = this.#now() !== null && this.#now() !== undefined && (entry.form !== 'BY_NAME' || Object.keys(this.#now()).length);
    const state = isGroup || entry.form === 'BY_NAME' ? (isOn ? mark('good', '●', 'on') : mark('still', '○', 'off')) : nothing;
    const head = entry.form === 'RULES' ? 'Rules of the gate' : title(entry.name);
    return html`<details class="panel policy" ?open=${entry.form === 'RULES'}>
      <summary><b>${head}</b> ${state} <span class="hint">${entry.description}</span></summary>
      ${session.may('ADMIN', this.pool) ? this.#form(isGroup) : this.#facts()}
    </details>`;
  }

  #facts() {
    return facts(this.#specs().map(spec => [spec.title, this.texts[spec.name] || '–']));
  }

  #form(isGroup) {
    const id = `policy-${this.entry.name || 'gate'}`;
    return html`<form @submit=${this.#save} novalidate>
      ${isGroup ? html`<p><label><input type="checkbox" .checked=${this.on} @change=${e => (this.on = e.target.checked)}> on</label></p>` : nothing}
      ${this.on ? html`<div class="fields">${this.#specs().map(spec => field(spec, {
        id: `${id}-${spec.name}`, value: this.texts[spec.name], wrong: this.wrong[spec.name],
        change: value => { this.texts = { ...this.texts, [spec.name]: value }; this.done = ''; },
      }))}</div>` : nothing}
      <button class="primary" ?disabled=${this.busy}>Save</button>
      ${alert(this.trouble)}
      <p role="status" class="hint">${this.done ?? ''}</p>
    </form>`;
  }
}

customElements.define('sluice-policies', Policies);
customElements.define('sluice-policy', Policy);
