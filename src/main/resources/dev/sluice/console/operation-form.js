import { Part, html, nothing } from './lit.js';
import { alert, commands, crumb, mayBreak } from './notes.js';
import { Order, catalogue } from './order.js';
import { field } from './field.js';
import { report } from './report.js';
import { link } from './router.js';
import { session } from './session.js';
import './confirm.js';

/**
 * The form of an operation, drawn from its entry of the catalogue. The dry run is shown first. Properties: entry, pool
 * (null for a new one), given (the first values by parameter).
 */
class OperationForm extends Part {
  static properties = {
    entry: { attribute: false }, pool: {}, given: { attribute: false },
    values: { state: true }, wrong: { state: true }, trouble: { state: true },
    dry: { state: true }, busy: { state: true }, name: { state: true },
  };

  #order = null;

  constructor() {
    super();
    this.name = '';
    this.#reset();
  }

  #reset() {
    this.values = {};
    this.wrong = {};
    this.trouble = '';
    this.dry = null;
    this.busy = false;
  }

  willUpdate(changed) {
    if (changed.has('entry') || changed.has('pool')) {
      this.#reset();
      this.values = { ...this.given };
    }
  }

  #change(name, value) {
    this.values = { ...this.values, [name]: value };
    this.wrong = { ...this.wrong, [name]: undefined };
    this.dry = null;
  }

  get #target() {
    return this.pool ?? this.name.trim();
  }

  #answer = event => {
    event.preventDefault();
    this.#refused(event.detail);
  };

  #refused(problem) {
    const parameter = problem.body?.parameter;
    const isKnown = parameter === 'name' ? !this.pool : this.entry.parameters.some(each => each.name === parameter);
    this.wrong = isKnown ? { [parameter]: problem.message } : {};
    this.trouble = isKnown ? '' : problem.message;
    if (isKnown) {
      this.updateComplete.then(() => this.querySelector('.wrong input, .wrong select')?.focus());
    }
  }

  async #look(event) {
    event.preventDefault();
    this.busy = true;
    this.trouble = '';
    this.wrong = {};
    const order = new Order(this.entry, this.#target, this.values);
    try {
      this.dry = await order.dryRun();
      this.#order = order;
      this.updateComplete.then(() => this.querySelector('.dry h3').focus());
    } catch (e) {
      if (e.body?.report) {
        this.dry = e.body.report;
        this.#order = order;
      } else {
        this.#refused(e);
      }
    }
    this.busy = false;
  }

  render() {
    const { entry } = this;
    return html`<section class="panel" aria-labelledby="order-title">
      <h2 id="order-title">${entry.title}${this.pool ? html` <span class="hint">on ${this.pool}</span>` : nothing}
        ${mayBreak(entry)}</h2>
      <p>${entry.description}</p>
      <form @submit=${this.#look} novalidate>
        ${this.pool ? nothing : this.#name()}
        ${this.#fields()}
        <button class="primary" ?disabled=${this.busy}>Show the effect</button>
        <span class="hint">A dry run: changes nothing.</span>
      </form>
      ${alert(this.trouble)}
      ${this.dry ? this.#confirm() : nothing}
    </section>`;
  }

  #name() {
    const spec = { name: 'name', title: 'Name of the pool', description: 'Letters, digits and . _ - of the new pool.', required: true, example: 'orders', type: 'TEXT' };
    return field(spec, { id: 'order-name', value: this.name, wrong: this.wrong.name, change: value => { this.name = value; this.dry = null; } });
  }

  #fields() {
    const { parameters } = this.entry;
    const draw = spec => field(spec, {
      id: `order-${spec.name}`, value: this.values[spec.name], wrong: this.wrong[spec.name], change: value => this.#change(spec.name, value),
    });
    const first = parameters.filter((spec, index) => spec.required || parameters.length <= 8 || index < 6);
    const others = parameters.filter(spec => !first.includes(spec));
    return html`<div class="fields">${first.map(draw)}</div>
      ${others.length ? html`<details ?open=${others.some(spec => this.wrong[spec.name])}><summary>${others.length} more settings</summary><div class="fields">${others.map(draw)}</div></details>` : nothing}`;
  }

  #confirm() {
    return html`<div class="dry">
      <h3 tabindex="-1">Expected effect</h3>
      ${report(this.dry)}
      ${commands(this.#order.curl(session.identity.demonstration), this.#order.command())}
      <sluice-confirm .order=${this.#order} @refused=${this.#answer}></sluice-confirm>
    </div>`;
  }
}

customElements.define('sluice-operation-form', OperationForm);

/** The form for a new pool. */
class CreatePage extends Part {
  static properties = { entry: { state: true }, trouble: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    catalogue().then(
      entries => (this.entry = entries.find(each => each.method === 'POST' && !each.path.includes('{name}'))),
      e => (this.trouble = e.message),
    );
  }

  render() {
    return html`${crumb(link('pools'), 'Pools')}
      <h1>New pool</h1>
      ${alert(this.trouble)}
      ${this.entry ? html`<sluice-operation-form .entry=${this.entry} .pool=${null}></sluice-operation-form>` : nothing}`;
  }
}

customElements.define('sluice-create', CreatePage);
