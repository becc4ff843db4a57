import { Problem, Unreachable, poolPath, send } from './api.js';
import { session } from './session.js';

const HIDDEN_MILLIS = 30_000;
const AFTER_FAILURE_MILLIS = 2_000;
const MILLIS_PER_PROBE = 50;

/**
 * Reads data again and again while its element is on the page: a period after the end of the last reading, later while
 * the tab is hidden, and not while the console is paused. A shorter period takes effect at once.
 */
export class Poll {
  #host;
  #read;
  #period;
  #timer;
  #stop;
  #waits = 0;
  #probe = 0;
  value;
  problem = null;

  constructor(host, read, period = 1_000) {
    this.#host = host;
    this.#read = read;
    this.#period = typeof period === 'function' ? period : () => period;
    host.addController(this);
  }

  #wake = () => {
    if (!document.hidden && !session.paused) {
      this.now();
    }
  };

  hostConnected() {
    document.addEventListener('visibilitychange', this.#wake);
    session.addEventListener('change', this.#resumed);
    this.now();
  }

  hostUpdated() {
    if (this.#waits > this.#period(this.value)) {
      this.#wake();
    }
  }

  hostDisconnected() {
    document.removeEventListener('visibilitychange', this.#wake);
    session.removeEventListener('change', this.#resumed);
    clearTimeout(this.#timer);
    this.#stop?.abort();
  }

  #wasPaused = false;
  #resumed = () => {
    if (this.#wasPaused && !session.paused) {
      this.#wake();
    }
    this.#wasPaused = session.paused;
  };

  /** Reads at once, and again after each period. */
  async now() {
    clearTimeout(this.#timer);
    this.#stop?.abort();
    const stop = (this.#stop = new AbortController());
    this.#waits = 0;
    const begin = performance.now();
    const isProbe = begin >= this.#probe;
    if (isProbe) {
      this.#probe = begin + Math.max(IDLE_MILLIS, MILLIS_PER_PROBE * (this.value?.length ?? 0));
    }
    let wait;
    try {
      const value = await this.#read(stop.signal, isProbe);
      if (stop.signal.aborted) {
        return;
      }
      this.value = value;
      this.problem = null;
      session.answered(true);
    } catch (e) {
      if (stop.signal.aborted) {
        return;
      }
      wait = AFTER_FAILURE_MILLIS;
      this.#failed(e);
    }
    this.#host.requestUpdate();
    wait ??= this.#waits = this.#period(this.value);
    this.#timer = setTimeout(() => this.#next(), document.hidden ? HIDDEN_MILLIS : wait);
  }

  #next() {
    if (session.paused) {
      this.#timer = setTimeout(() => this.#next(), this.#period(this.value));
    } else {
      this.now();
    }
  }

  #failed(e) {
    if (e instanceof Unreachable) {
      session.answered(false);
    } else if (e instanceof Problem) {
      session.answered(true);
      if (e.status === 401) {
        session.end('The credentials are no longer valid.');
      }
      this.problem = e;
    } else {
      throw e;
    }
  }
}

// The period for idle pools, and of the readings that validate connections.
export const IDLE_MILLIS = 5_000;

export const isIdle = pool => pool.inUse + pool.waiting + pool.creating === 0 && pool.verdict.startsWith('WELL');

const SAMPLES = 900;

/** Returns the columns of an answer behind those of earlier answers. */
function joined(before, after) {
  if (Array.isArray(after)) {
    return [...(before ?? []), ...after].slice(-SAMPLES);
  }
  return typeof after === 'object' && after !== null
    ? Object.fromEntries(Object.keys(after).map(key => [key, joined(before?.[key], after[key])]))
    : after;
}

/** Reads the history of a pool: all samples at first, then the later ones. */
export class HistoryPoll extends Poll {
  constructor(host, name, period) {
    let known = null;
    super(host, async signal => {
      const pool = name();
      const since = known?.pool === pool ? known.last : 0;
      const answer = await send(poolPath(pool, 'history'), { query: { since }, signal });
      const isFurther = since > 0 && answer.last >= since && !(answer.at[0] <= known.at.at(-1));
      known = isFurther ? joined(known, answer) : answer;
      return known;
    }, period);
  }
}
