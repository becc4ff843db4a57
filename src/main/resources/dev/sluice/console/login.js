import { Part, html, nothing } from './lit.js';
import { alert } from './notes.js';
import { credentials } from './api.js';
import { session } from './session.js';

/** The form for a token, or a name and a password. The tab keeps them. */
class Login extends Part {
  static properties = { byName: { state: true }, busy: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    this.byName = false;
    this.busy = false;
    this.trouble = '';
  }

  firstUpdated() {
    this.querySelector('input[name=secret]').focus();
  }

  async #signIn(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const secret = form.get('secret').trim();
    if (!this.byName && /[^!-~]/.test(secret)) {
      this.trouble = 'A token has no blanks, and only characters of ASCII.';
      return;
    }
    credentials.set(this.byName ? credentials.ofUser(form.get('name').trim(), secret) : credentials.ofToken(secret));
    this.busy = true;
    this.trouble = '';
    try {
      await session.begin();
    } catch (e) {
      credentials.clear();
      this.trouble = e.message;
    }
    this.busy = false;
  }

  render() {
    const trouble = this.trouble || session.refused;
    return html`
      <main class="alone">
        <form class="panel login" @submit=${this.#signIn}>
          <h1><img src=${new URL('icon.svg', import.meta.url).href} alt="" width="32" height="32"> Sluice</h1>
          ${alert(trouble)}
          <fieldset class="choice"><legend>Sign in with</legend>
            <label><input type="radio" name="by" .checked=${!this.byName} @change=${() => (this.byName = false)}> a token</label>
            <label><input type="radio" name="by" .checked=${this.byName} @change=${() => (this.byName = true)}> name and password</label>
          </fieldset>
          ${this.byName
            ? html`<label class="field">Name <input name="name" autocomplete="username" required></label>`
            : nothing}
          <label class="field">${this.byName ? 'Password' : 'Token'}
            <input name="secret" type="password" autocomplete="current-password" required></label>
          <button class="primary" ?disabled=${this.busy}>Sign in</button>
          <p class="hint">The first start of a service writes its admin token to ~/.sluice/admin-token.
            This tab forgets the credentials when it is closed.</p>
        </form>
      </main>
    `;
  }
}

customElements.define('sluice-login', Login);
