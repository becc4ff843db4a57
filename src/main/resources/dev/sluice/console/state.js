import { html } from './lit.js';

// Word, shape and class of each condition. The shape tells the condition without its colour.
const CONDITIONS = {
  OK: { word: 'well', shape: '●', kind: 'good' },
  SATURATED: { word: 'saturated', shape: '▲', kind: 'warn' },
  DEGRADED: { word: 'degraded', shape: '◆', kind: 'warn' },
  FAILED: { word: 'failed', shape: '■', kind: 'bad' },
  STARTING: { word: 'starting', shape: '◌', kind: 'still' },
  PAUSED: { word: 'paused', shape: '❚❚', kind: 'still' },
  DRAINING: { word: 'draining', shape: '▽', kind: 'still' },
  DISABLED: { word: 'disabled', shape: '⊘', kind: 'still' },
  STOPPED: { word: 'stopped', shape: '□', kind: 'still' },
};

/** Returns the condition of a pool, for a badge. */
export const condition = pool =>
  CONDITIONS[pool.state === 'DRAINING' ? 'DRAINING' : pool.readiness] ?? CONDITIONS.FAILED;

export const isWell = pool => condition(pool) === CONDITIONS.OK;

export const badge = ({ word, shape, kind }) =>
  html`<span class="badge ${kind}"><span class="shape" aria-hidden="true">${shape}</span>${word}</span>`;
