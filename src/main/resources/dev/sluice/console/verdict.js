import { html, nothing } from './lit.js';
import { badge, condition, isWell, remark } from './state.js';
import { count } from './format.js';
import { link } from './router.js';

const MOST = 5;
const SEVERITY = ['failed', 'saturated', 'disabled', 'draining', 'paused', 'degraded', 'waiting', 'starting', 'well'];

const severity = pool => SEVERITY.indexOf(condition(pool).word);

/** Draws the verdict on all pools in one line: first the troubled ones, the worst at the begin, then the number of the others. */
export function verdict(pools) {
  const troubled = pools.filter(pool => !isWell(pool)).sort((a, b) => severity(a) - severity(b));
  const well = pools.length - troubled.length;
  return html`
    <p class="verdict ${troubled.length ? condition(troubled[0]).kind : 'good'}">
      ${troubled.slice(0, MOST).map(pool => html`<span class="clause">${badge(condition(pool))}
        <a href=${link('pools', pool.name)}>${pool.name}</a> ${remark(pool)}</span>`)}
      ${troubled.length > MOST ? html`<span class="clause">${troubled.length - MOST} more need attention</span>` : nothing}
      ${well ? html`<span class="clause">${badge({ word: 'well', shape: '●', kind: 'good' })}
        ${count(well, 'pool')}</span>` : nothing}
    </p>
    <p class="spoken" role="status">${troubled.length
      ? troubled.slice(0, MOST).map(pool => `${pool.name} ${condition(pool).word}`).join(', ')
      : 'All pools are well'}</p>
  `;
}
