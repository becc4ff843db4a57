import { html, nothing } from './lit.js';
import { mark } from './notes.js';
import { count } from './format.js';
import { link } from './router.js';

// Word, shape and class of each condition, by the first word of a verdict.
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

export const badge = ({ word, shape, kind }) => mark(kind, shape, word);

const MOST = 5;
const SEVERITY = ['failed', 'saturated', 'disabled', 'draining', 'paused', 'degraded', 'waiting', 'starting', 'well'];

const severity = pool => SEVERITY.indexOf(condition(pool).word);

/** Draws the verdict on all pools in one line: the troubled ones, the worst first, then the number of the others. */
export function verdict(pools) {
  const troubled = pools.filter(pool => !isWell(pool)).sort((a, b) => severity(a) - severity(b));
  const well = pools.length - troubled.length;
  return html`
    <p class="verdict ${troubled.length ? condition(troubled[0]).kind : 'good'}">
      ${troubled.slice(0, MOST).map(pool => html`<span class="clause">${badge(condition(pool))}
        <a href=${link('pools', pool.name)}>${pool.name}</a> ${remark(pool)}</span>`)}
      ${troubled.length > MOST ? html`<span class="clause">${troubled.length - MOST} more need attention</span>` : nothing}
      ${well ? html`<span class="clause">${mark('good', '●', 'well')}
        ${count(well, 'pool')}</span>` : nothing}
    </p>
    <p class="spoken" role="status">${troubled.length
      ? troubled.slice(0, MOST).map(pool => `${pool.name} ${condition(pool).word}`).join(', ')
      : 'All pools are well'}</p>
  `;
}
