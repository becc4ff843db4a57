import { html, nothing } from './lit.js';
import { number } from './format.js';

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
