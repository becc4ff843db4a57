import { Part, html, nothing } from './lit.js';
import { alert, commands, mark, mayBreak, table } from './notes.js';
import { poolPath, send } from './api.js';
import { Order, catalogue } from './order.js';
import { link } from './router.js';
import { session } from './session.js';
import { clock, span, tags } from './format.js';
import './confirm.js';

const POLICY = 'policy';

/** The cause for which callers wait, with numbers and next steps. Property: pool. */
class Diagnosis extends Part {
  static properties = { pool: {}, answer: { state: true }, busy: { state: true }, trouble: { state: true } };

  willUpdate(changed) {
    if (changed.has('pool')) {
      this.answer = null;
      this.trouble = '';
    }
  }

  async #ask() {
    this.busy = true;
    try {
      const [answer, entries] = await Promise.all([send(poolPath(this.pool, 'diagnosis')), catalogue()]);
      const order = step => {
        const entry = entries.find(each => each.name === step.operation);
        return entry && new Order(entry, this.pool, step.parameters);
      };
      this.answer = { ...answer, at: new Date(), steps: answer.proposals.map(step => ({ ...step, order: order(step) })) };
      this.trouble = '';
    } catch (e) {
      this.trouble = e.message;
    }
    this.busy = false;
  }

  render() {
    return html`
      <p><button class="ask" ?disabled=${this.busy} @click=${() => this.#ask()}>${this.busy ? 'Looking …' : 'Why is it slow?'}</button></p>
      ${alert(this.trouble)}
      ${this.answer ? this.#shown(this.answer) : nothing}
    `;
  }

  #shown(answer) {
    const isWell = answer.bottleneck === 'NOTHING_WRONG';
    return html`<section class="panel diagnosis" aria-labelledby="diagnosis-title">
      <h2 id="diagnosis-title">${mark(isWell ? 'good' : 'warn', isWell ? '●' : '▲', answer.bottleneck.toLowerCase().replaceAll('_', ' '))}
        <span class="hint">at ${clock(answer.at)}</span>
        <button class="quiet" @click=${() => (this.answer = null)}>Close</button></h2>
      <p class="effect" role="status">${answer.summary}</p>
      ${answer.findings.length ? html`<ul>${answer.findings.map(each => html`<li>${each}</li>`)}</ul>` : nothing}
      ${answer.steps.length ? html`<h3>Next steps</h3><ol>${answer.steps.map(each => this.#step(each))}</ol>` : nothing}
      ${answer.holders.length ? html`<h3>Holders by place</h3>${this.#holders(answer.holders)}` : nothing}
      ${answer.missing ? html`<p class="hint">Not examined: ${answer.missing}</p>` : nothing}
    </section>`;
  }

  #step(step) {
    const parameters = Object.entries(step.parameters).map(([name, value]) => `${name}=${value}`).join(' ');
    return html`<li><p><b>${step.operation}</b> <span class="mono">${parameters}</span> – ${step.why} ${mayBreak(step)}</p>
      ${step.dryRun ? html`<p>Dry run: ${step.dryRun}</p>` : nothing}
      ${session.may(step.role, this.pool) ? this.#begin(step) : html`<p class="hint">Needs the role ${step.role.toLowerCase()}.</p>`}
      ${commands(step.command, step.curl)}</li>`;
  }

  /** Draws the button that does the step at once, if its dry run has shown the effect, and the way to the form. */
  #begin(step) {
    const isPolicy = step.operation === POLICY;
    const query = new URLSearchParams(step.parameters).toString();
    const target = isPolicy
      ? link('pools', this.pool, 'policies')
      : `${link('pools', this.pool, 'operations', step.operation)}${query && `?${query}`}`;
    return html`${step.order && step.dryRun?.startsWith('would') ? html`<sluice-confirm .order=${step.order}></sluice-confirm>` : nothing}
      <p><a href=${target}>${isPolicy ? 'Open the policies' : 'Open the form'} …</a></p>`;
  }

  #holders(groups) {
    return table('Groups of holders', ['Leases', 'Held', 'Call', 'Statement', 'Tenant, tags'], groups.map(group => html`<tr>
      <td class="number">${group.leases}</td>
      <td class="number">${span(group.youngestSeconds)} – ${span(group.oldestSeconds)}</td>
      <td class="mono long">${group.frame ?? '–'}</td><td class="mono long">${group.statement ?? '–'}</td>
      <td class="long">${group.tenant ?? ''} ${tags(group.tags)}</td></tr>`));
  }
}

customElements.define('sluice-diagnosis', Diagnosis);
