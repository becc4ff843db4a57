import { html, nothing } from './lit.js';
import { lanes, sizeBar } from './bar.js';
import { badge, condition } from './state.js';
import { link } from './router.js';

/** Draws the card of a pool. */
export function card(pool) {
  return html`
    <article class="panel card" aria-label=${pool.name}>
      <h2><a href=${link('pools', pool.name)}>${pool.name}</a> ${badge(condition(pool))}</h2>
      ${sizeBar(pool)}
      ${pool.waitingByLane ? lanes(pool.waitingByLane) : html`<p>${pool.waiting} waiting</p>`}
      ${pool.reason ? html`<p class="reason">${pool.reason}</p>` : nothing}
    </article>
  `;
}
