import { html, nothing } from './lit.js';
import { badge, condition, isWell } from './state.js';
import { count } from './format.js';
import { link } from './router.js';

const MOST = 5;

function words(pool) {
  if (pool.verdict) {
    return pool.verdict;
  }
  return [pool.waiting ? `${count(pool.waiting, 'caller')} waiting` : '', pool.reason ?? ''].filter(Boolean).join(', ');
}

/** Draws the verdict on all pools in one line: first the troubled ones, then the number of the others. */
export function verdict(pools) {
  const troubled = pools.filter(pool => !isWell(pool));
  const others = pools.length - troubled.length;
  return html`
    <p class="verdict ${troubled.length ? 'warn' : 'good'}">
      ${troubled.slice(0, MOST).map(pool => html`<span class="clause">${badge(condition(pool))}
        <a href=${link('pools', pool.name)}>${pool.name}</a> ${words(pool)}</span>`)}
      ${troubled.length > MOST ? html`<span class="clause">${troubled.length - MOST} more in trouble</span>` : nothing}
      ${others || !pools.length ? html`<span class="clause">${badge({ word: '', shape: '●', kind: 'good' })}
        ${troubled.length ? count(others, 'pool') : `All ${count(others, 'pool')}`} well</span>` : nothing}
    </p>
    <p class="spoken" role="status">${troubled.length
      ? troubled.slice(0, MOST).map(pool => `${pool.name} ${condition(pool).word}`).join(', ')
      : 'All pools are well'}</p>
  `;
}
