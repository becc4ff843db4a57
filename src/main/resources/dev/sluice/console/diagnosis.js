import { Part, html, nothing } from './lit.js';
import { poolPath, send } from './api.js';
import { link } from './router.js';
import { session } from './session.js';
import { clock, span, tags } from './format.js';

const words = cause => cause.toLowerCase().replaceAll('_', ' ');

/** "Why is it slow?": the cause for which callers wait, the numbers behind it, and the next steps. Property: pool. */
class Diagnosis extends Part {
  static properties = { pool: {}, answer: { state: true }, at: { state: true }, busy: { state: true }, trouble: { state: true } };

  willUpdate(changed) {
    if (changed.has('pool')) {
      this.answer = null;
      this.trouble = '';
    }
  }

  async #ask() {
    this.busy = true;
    try {
      this.answer = await send(poolPath(this.pool, 'diagnosis'));
      this.at = new Date();
      this.trouble = '';
    } catch (e) {
      this.trouble = e.message;
    }
    this.busy = false;
  }

  render() {
    return html`
      <p><button class="ask" ?disabled=${this.busy} @click=${() => this.#ask()}>${this.busy ? 'Looking …' : 'Why is it slow?'}</button></p>
      <div role="alert">${this.trouble ? html`<p class="problem">${this.trouble}</p>` : nothing}</div>
      ${this.answer ? this.#shown(this.answer) : nothing}
    `;
  }

  #shown(answer) {
    const isWell = answer.bottleneck === 'NOTHING_WRONG';
    return html`<section class="panel diagnosis" aria-labelledby="diagnosis-title">
      <h2 id="diagnosis-title"><span class="badge ${isWell ? 'good' : 'warn'}"><span class="shape" aria-hidden="true">${isWell ? '●' : '▲'}</span>${words(answer.bottleneck)}</span>
        <span class="hint">at ${clock(this.at)}</span>
        <button class="quiet" @click=${() => (this.answer = null)}>Close</button></h2>
      <p class="effect" role="status">${answer.summary}</p>
      ${answer.findings.length ? html`<ul>${answer.findings.map(each => html`<li>${each}</li>`)}</ul>` : nothing}
      ${answer.proposals.length ? html`<h3>Next steps</h3><ol>${answer.proposals.map(each => this.#step(each))}</ol>` : nothing}
      ${answer.holders.length ? this.#holders(answer.holders) : nothing}
      ${answer.missing ? html`<p class="hint">Not examined: ${answer.missing}</p>` : nothing}
    </section>`;
  }

  #step(step) {
    const query = new URLSearchParams(step.parameters).toString();
    const target = step.operation === 'policy'
      ? link('pools', this.pool, 'policies')
      : `${link('pools', this.pool, 'operations', step.operation)}${query && `?${query}`}`;
    const parameters = Object.entries(step.parameters).map(([name, value]) => `${name}=${value}`).join(' ');
    return html`<li><p><b>${step.operation}</b> <span class="mono">${parameters}</span> – ${step.why}
        ${step.breaksLeases ? html`<span class="badge bad"><span class="shape" aria-hidden="true">■</span>may break leases</span>` : nothing}</p>
      ${step.dryRun ? html`<p>Dry run: ${step.dryRun}</p>` : nothing}
      ${session.may(step.role, this.pool)
        ? html`<p class="actions"><a class="button" href=${target}>${step.operation === 'policy' ? 'Open the policies' : 'Open the form'} …</a></p>`
        : html`<p class="hint">Needs the role ${step.role.toLowerCase()}.</p>`}
      <details><summary>The same as a command</summary><pre tabindex="0">${step.command}</pre><pre tabindex="0">${step.curl}</pre></details></li>`;
  }

  #holders(groups) {
    return html`<h3>Holders by place</h3><div class="scroll" tabindex="0" role="region" aria-label="Groups of holders"><table>
      <thead><tr><th scope="col">Leases</th><th scope="col">Held</th><th scope="col">Call</th><th scope="col">Statement</th><th scope="col">Tenant, tags</th></tr></thead>
      <tbody>${groups.map(group => html`<tr>
        <td class="number">${group.leases}</td>
        <td class="number">${span(group.youngestSeconds)} – ${span(group.oldestSeconds)}</td>
        <td class="mono long">${group.frame ?? '–'}</td><td class="mono long">${group.statement ?? '–'}</td>
        <td class="long">${group.tenant ?? ''} ${tags(group.tags)}</td></tr>`)}</tbody>
    </table></div>`;
  }
}

customElements.define('sluice-diagnosis', Diagnosis);
