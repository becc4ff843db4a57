import { html } from './lit.js';

// Word, shape and class of each condition, by the first word of a verdict. The shape tells it without its colour.
const CONDITIONS = {
  WELL: { word: 'well', shape: '●', kind: 'good' },
  SATURATED: { word: 'saturated', shape: '▲', kind: 'warn' },
  WAITING: { word: 'waiting', shape: '▲', kind: 'warn' },
  DEGRADED: { word: 'degraded', shape: '◆', kind: 'warn' },
  FAILED: { word: 'failed', shape: '■', kind: 'bad' },
  STARTING: { word: 'starting', shape: '◌', kind: 'still' },
  PAUSED: { word: 'paused', shape: '❚❚', kind: 'still' },
  DRAINING: { word: 'draining', shape: '▽', kind: 'still' },
  DISABLED: { word: 'disabled', shape: '⊘', kind: 'still' },
  STOPPED: { word: 'stopped', shape: '□', kind: 'still' },
};

const FIRST_WORD = /^[A-Z]+/;

/** Returns the condition of a pool, for a badge. */
export const condition = pool => CONDITIONS[FIRST_WORD.exec(pool.verdict)?.[0]] ?? CONDITIONS.STOPPED;

/** Returns the verdict on a pool without its first word, which the badge shows. */
export const remark = pool => pool.verdict.replace(FIRST_WORD, '').replace(/^[ ,]+/, '');

/** Returns whether the verdict tells nothing but the use of the pool. */
export const isWell = pool => /^WELL, \d+ of \d+ leased$/.test(pool.verdict);

export const badge = ({ word, shape, kind }) =>
  html`<span class="badge ${kind}"><span class="shape" aria-hidden="true">${shape}</span>${word}</span>`;
