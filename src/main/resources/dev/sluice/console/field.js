import { html, nothing } from './lit.js';

/** Returns the hint below a field: meaning, permitted values, default. */
function hint(spec) {
  const rest = [spec.takes && !spec.choices?.length && spec.type !== 'FLAG' ? spec.takes : '', spec.defaultValue ? `default: ${spec.defaultValue}` : ''];
  return `${spec.description} ${rest.filter(Boolean).map(text => `(${text})`).join(' ')}`.trim();
}

function control(spec, id, value, change) {
  const choices = spec.type === 'FLAG' ? ['true', 'false'] : spec.choices;
  const described = `${id}-hint ${id}-wrong`;
  if (choices?.length) {
    return html`<select id=${id} aria-describedby=${described} ?required=${spec.required} @change=${e => change(e.target.value)}>
      <option value="" ?selected=${!value}>${spec.required ? 'choose …' : `default${spec.defaultValue ? `: ${spec.defaultValue}` : ''}`}</option>
      ${choices.map(choice => html`<option value=${choice} ?selected=${choice === value}>${choice}</option>`)}
    </select>`;
  }
  return html`<input id=${id} aria-describedby=${described} ?required=${spec.required} .value=${value ?? ''}
    type=${spec.secret ? 'password' : 'text'} autocomplete=${spec.secret ? 'new-password' : 'off'} spellcheck="false"
    inputmode=${['INTEGER', 'LONG', 'DECIMAL'].includes(spec.type) ? 'decimal' : 'text'}
    placeholder=${spec.secret ? '' : spec.example ? `such as ${spec.example}` : ''}
    @input=${e => change(e.target.value)}>`;
}

/** Draws a field for a declared value, with its meaning and the reason of a refusal. */
export function field(spec, { id, value, wrong, change }) {
  return html`<div class=${wrong ? 'field wrong' : 'field'}>
    <label for=${id}>${spec.title ?? spec.name}${spec.required ? html` <span class="hint">(required)</span>` : nothing}</label>
    ${control(spec, id, value, change)}
    <span class="wrong-text" id=${`${id}-wrong`} role="alert">${wrong ?? ''}</span>
    <span class="hint" id=${`${id}-hint`}>${hint(spec)}</span>
  </div>`;
}
