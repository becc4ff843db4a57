import { Part, html, nothing } from './lit.js';
import { catalogue } from './catalogue.js';
import { link } from './router.js';
import './operation-form.js';

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
    return html`<nav class="crumbs" aria-label="Path"><a href=${link('pools')}>Pools</a> <span aria-hidden="true">/</span></nav>
      <h1>New pool</h1>
      ${this.trouble ? html`<p class="problem" role="alert">${this.trouble}</p>` : nothing}
      ${this.entry ? html`<sluice-operation-form .entry=${this.entry} .pool=${null}></sluice-operation-form>` : nothing}`;
  }
}

customElements.define('sluice-create', CreatePage);
