import { html, svg } from './lit.js';

const PARTS = [
  ['leased', 'leased'],
  ['idle', 'idle'],
  ['creating', 'creating'],
];

/** Draws the connections of a pool against their maximum as one bar, with the numbers in words. */
export function sizeBar({ inUse, available, creating = 0, maxConnections: max, total }) {
  const numbers = { leased: inUse, idle: available, creating };
  const whole = Math.max(max, total + creating, 1);
  let x = 0;
  const rects = PARTS.map(([name, kind]) => {
    const width = (numbers[name] / whole) * 100;
    const rect = svg`<rect class=${kind} x=${x} y="0" width=${width} height="10"></rect>`;
    x += width;
    return rect;
  });
  const words = `${inUse} leased, ${available} idle, ${creating} creating, of at most ${max}`;
  return html`
    <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label=${words}>
      <rect class="free" x="0" y="0" width="100" height="10"></rect>${rects}
    </svg>
    <dl class="legend">
      ${PARTS.map(([name, kind]) => html`<div><dt><i class="key ${kind}"></i>${name}</dt><dd>${numbers[name]}</dd></div>`)}
      <div><dt>max</dt><dd>${max}</dd></div>
    </dl>
  `;
}

const LANES = ['CRITICAL', 'HIGH', 'NORMAL', 'LOW', 'BACKGROUND'];

/** Draws the number of waiters of each lane; a dash for none at all. */
export function lanes(byLane) {
  const most = Math.max(1, ...LANES.map(lane => byLane?.[lane] ?? 0));
  return html`<ul class="lanes" aria-label="Waiters by lane">
    ${LANES.map(lane => {
      const waiting = byLane?.[lane] ?? 0;
      return html`<li class=${waiting ? '' : 'none'}>
        <span class="lane">${lane.toLowerCase()}</span>
        <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width=${(waiting / most) * 100} height="6"></rect></svg>
        <span class="amount">${waiting}</span></li>`;
    })}
  </ul>`;
}
