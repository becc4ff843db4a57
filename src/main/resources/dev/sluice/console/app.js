import { Part, html, nothing, repeat } from './lit.js';
import { Unreachable } from './api.js';
import { link, route } from './router.js';
import { session } from './session.js';
import { span } from './format.js';
import './login.js';
import './pools-page.js';
import './pool-page.js';
import './operation-form.js';
import './operation-list.js';
import './operation-page.js';
import './batches-page.js';
import './audit-page.js';

const PAGES = {
  pools: { title: 'Pools', role: 'VIEWER' },
  operations: { title: 'Operations', role: 'VIEWER' },
  batches: { title: 'Batches', role: 'VIEWER' },
  audit: { title: 'Audit', role: 'AUDITOR' },
  'new-pool': { title: 'New pool', role: 'ADMIN', isHidden: true },
};

/** The frame of all pages: navigation, the state of the connection, and the page of the address. */
class App extends Part {
  #retry;
  #problem = null;
  #known = false;

  connectedCallback() {
    super.connectedCallback();
    session.addEventListener('change', this.#update);
    window.addEventListener('hashchange', this.#moved);
    this.#begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    session.removeEventListener('change', this.#update);
    window.removeEventListener('hashchange', this.#moved);
    clearTimeout(this.#retry);
  }

  #update = () => {
    this.requestUpdate();
    this.#tick();
  };

  #moved = async () => {
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector('main')?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  };

  async #begin() {
    try {
      await session.begin();
      this.#problem = null;
      this.#known = true;
    } catch (e) {
      this.#problem = e;
      this.#retry = setTimeout(() => this.#begin(), 2_000);
    }
    this.requestUpdate();
  }

  #tick() {
    clearTimeout(this.#retry);
    if (session.awaySince !== null) {
      this.#retry = setTimeout(this.#update, 1_000);
    }
  }

  render() {
    if (!this.#known) {
      return html`<main class="alone">${this.#problem ? this.#trouble() : html`<p role="status">Reading …</p>`}</main>`;
    }
    if (!session.identity) {
      return html`<sluice-login></sluice-login>`;
    }
    const at = route();
    const page = this.#pages().includes(at.page) ? at.page : location.hash.length > 2 ? null : (this.#pages()[0] ?? null);
    document.title = `${page === null ? 'Not found' : [...at.parts, PAGES[page].title].join(' · ')} – Sluice`;
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>To the content</a>
      ${this.#header(page)}
      <main id="main" tabindex="-1">${page === null ? this.#nowhere() : this.#page(page, at)}</main>
    `;
  }

  #skip(event) {
    event.preventDefault();
    document.getElementById('main').focus();
  }

  #trouble() {
    const text = this.#problem instanceof Unreachable
      ? 'The service does not answer. The console tries again every 2 s.'
      : this.#problem.message;
    return html`<h1>Sluice</h1><p class="problem" role="alert">${text}</p>`;
  }

  #pages() {
    return Object.keys(PAGES).filter(page => session.may(PAGES[page].role));
  }

  #header(page) {
    const { name, demonstration } = session.identity;
    return html`
      <header>
        <a class="brand" href=${link('pools')}><img src=${new URL('icon.svg', import.meta.url).href} alt="" width="24" height="24">Sluice</a>
        <nav aria-label="Pages">
          ${this.#pages().filter(each => !PAGES[each].isHidden).map(each => html`<a href=${link(each)} aria-current=${each === page ? 'page' : nothing}>${PAGES[each].title}</a>`)}
        </nav>
        <div class="identity">
          <button class="quiet" aria-pressed=${session.paused} @click=${() => session.pause(!session.paused)}>
            <span aria-hidden="true">${session.paused ? '▶' : '❚❚'}</span> ${session.paused ? 'Continue' : 'Hold'} <span class="wide-only">updates</span>
          </button>
          <span class="who" title=${this.#roles()}>${name}</span>
          ${demonstration ? nothing : html`<button class="quiet" @click=${() => session.end()}>Sign out</button>`}
        </div>
        ${demonstration ? html`<p class="notice">Demonstration: programs on this machine need no credentials.</p>` : nothing}
        ${this.#away()}
      </header>
    `;
  }

  #roles() {
    const { roles, pools, allPools } = session.identity;
    return `${roles.join(', ').toLowerCase()} of ${allPools ? 'all pools' : pools.join(', ')}`;
  }

  #away() {
    return html`<div role="alert">${session.awaySince === null
      ? nothing
      : html`<p class="problem">The service has not answered for
          ${span(Math.round((Date.now() - session.awaySince) / 1000) || 1)}. The page shows the last known state, and
          continues by itself.</p>`}</div>`;
  }

  #page(page, { parts, query }) {
    switch (page) {
      case 'pools':
        return this.#pool(parts, query);
      case 'new-pool':
        return html`<sluice-create></sluice-create>`;
      case 'operations':
        return parts.length
          ? html`<sluice-operation .operation=${parts[0]}></sluice-operation>`
          : html`<sluice-operations></sluice-operations>`;
      case 'batches':
        return html`<sluice-batches></sluice-batches>`;
      case 'audit':
        return html`<sluice-audit></sluice-audit>`;
      default:
        return this.#nowhere();
    }
  }

  #pool([pool, tab = 'overview', ...rest], query) {
    if (pool === undefined) {
      return html`<sluice-pools></sluice-pools>`;
    }
    // by the key, another pool has another element
    return repeat([pool], name => name, name => html`<sluice-pool .pool=${name} .tab=${tab} .rest=${rest} .query=${query}></sluice-pool>`);
  }

  #nowhere() {
    return html`<h1>No such page</h1><p>The address names no page, or one that needs another role.
      <a href=${link('pools')}>Pools</a></p>`;
  }
}

customElements.define('sluice-app', App);
