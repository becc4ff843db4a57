import { html, nothing } from './lit.js';
import { facts } from './notes.js';
import { count, number, span } from './format.js';

/** Returns the effect of a report in words: 'closes 7 connections, marks 3 for their release, creates 10'. */
export function effect(report) {
  const parts = [
    report.retired.length && `closes ${count(report.retired.length, 'connection')}`,
    report.retireOnRelease.length && `marks ${number(report.retireOnRelease.length)} for their release`,
    report.broken.length && `breaks ${count(report.broken.length, 'lease')}`,
    report.wanted && `creates ${count(report.dryRun ? report.wanted : report.created, 'connection')}`,
    report.failed && `${count(report.failed, 'creation')} failed`,
    report.before !== report.after && `${number(report.before)} → ${number(report.after)} connections`,
  ].filter(Boolean);
  return parts.length ? parts.join(', ') : 'closes, marks and creates no connection';
}

function names(title, list) {
  return list.length
    ? html`<details><summary>${title} (${list.length})</summary><p class="mono">${list.join(' ')}</p></details>`
    : nothing;
}

export function report(shown) {
  return html`
    <p class="effect"><b>${shown.dryRun ? 'Would do:' : shown.complete ? 'Done:' : 'Not complete:'}</b> ${effect(shown)}.
      The pool is then ${shown.state.toLowerCase()}, with ${count(shown.after, 'connection')}.
      ${shown.dryRun ? nothing : html`Duration: ${span(shown.durationMillis / 1000)}.`}</p>
    ${shown.message ? html`<p>${shown.message}</p>` : nothing}
    ${names('Closed', shown.retired)}
    ${names('Closed at their release', shown.retireOnRelease)}
    ${shown.brokenLeases.length ? html`<details open><summary>Broken leases (${shown.brokenLeases.length})</summary>
      <ul>${shown.brokenLeases.map(lease => html`<li class="mono">${Object.values(lease).filter(value => typeof value !== 'object').join(' · ')}</li>`)}</ul></details>` : names('Broken', shown.broken)}
    ${shown.mayStillRun.length ? html`<p class="problem">The statement may still run on the server: <span class="mono">${shown.mayStillRun.join(' ')}</span></p>` : nothing}
    ${names('Holders at the end', shown.holders)}
    ${shown.load ? facts(Object.entries(shown.load).filter(([, value]) => typeof value !== 'object').map(([name, value]) => [name, typeof value === 'number' ? number(value) : value])) : nothing}
  `;
}
