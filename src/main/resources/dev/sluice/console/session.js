// The identity of this tab, and the state that all elements share.
import { credentials, send } from './api.js';

export const session = new (class extends EventTarget {
  /** The answer of /identity; null before the sign-in. */
  identity = null;
  /** The reason why credentials are needed again; empty at first. */
  refused = '';
  /** True while the pages stand still. */
  paused = false;
  /** The time since which the service has not answered; null while it answers. */
  awaySince = null;

  changed() {
    this.dispatchEvent(new Event('change'));
  }

  async begin() {
    try {
      this.identity = await send('identity');
      this.refused = '';
    } catch (e) {
      if (e.status !== 401 && e.status !== 403 && e.status !== 429) {
        throw e;
      }
      this.refused = credentials.get() ? e.message : '';
      this.identity = null;
      credentials.clear();
    }
    this.changed();
  }

  end(reason = '') {
    credentials.clear();
    this.identity = null;
    this.refused = reason;
    this.changed();
  }

  /** Returns whether the identity has a role, for a pool if one is named. The service decides; this only draws. */
  may(role, pool) {
    const known = this.identity;
    return !!known && known.roles.includes(role) && (!pool || known.allPools || known.pools.includes(pool));
  }

  pause(on) {
    this.paused = on;
    this.changed();
  }

  answered(ok) {
    if (ok === (this.awaySince !== null)) {
      this.awaySince = ok ? null : Date.now();
      this.changed();
    }
  }
})();
