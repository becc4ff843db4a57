// Small parts that many pages have in common.
import { html, nothing } from './lit.js';
import { number } from './format.js';

/** Draws a problem that is announced when it appears; nothing else without one. */
export const alert = text => html`<div role="alert">${text ? html`<p class="problem">${text}</p>` : nothing}</div>`;

/** Draws the problem of a reading, or that the reading is not there yet; nothing if it is there. */
export const reading = poll => poll.problem
  ? html`<p class="problem" role="alert">${poll.problem.message}</p>`
  : poll.value ? nothing : html`<p role="status">Reading …</p>`;

/** Draws a word with a shape that tells its kind without the colour. */
export const mark = (kind, shape, word) =>
  html`<span class="badge ${kind}"><span class="shape" aria-hidden="true">${shape}</span>${word}</span>`;

export const mayBreak = entry => (entry.breaksLeases ? mark('bad', '■', 'may break leases') : nothing);

/** Draws a table in a region that scrolls. Heads are titles; null leaves a column out. */
export const table = (label, heads, rows) => html`<div class="scroll" tabindex="0" role="region" aria-label=${label}><table>
  <thead><tr>${heads.filter(head => head !== null).map(head => html`<th scope="col">${head}</th>`)}</tr></thead>
  <tbody>${rows}</tbody></table></div>`;

/** Draws facts: pairs of a name and a value. */
export const facts = pairs => html`<dl class="facts">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

/** Draws the way back to a list. */
export const crumb = (address, title) => html`<nav class="crumbs" aria-label="Path"><a href=${address}>${title}</a> <span aria-hidden="true">/</span></nav>`;

/** Draws commands that do the same. */
export const commands = (...lines) => html`<details><summary>The same as a command</summary>${lines.map(line => html`<pre tabindex="0">${line}</pre>`)}</details>`;

/** Draws buttons for the pages of a list; nothing if one page has the whole list. */
export function pager({ offset, limit, total, what, move }) {
  if (total <= limit && offset === 0) {
    return nothing;
  }
  const last = Math.min(total, offset + limit);
  return html`<nav class="pager" aria-label=${`Pages of ${what}`}>
    <button ?disabled=${offset === 0} @click=${() => move(Math.max(0, offset - limit))}>Earlier</button>
    <span>${number(Math.min(offset + 1, total))}–${number(last)} of ${number(total)} ${what}</span>
    <button ?disabled=${last >= total} @click=${() => move(offset + limit)}>Later</button>
  </nav>`;
}
