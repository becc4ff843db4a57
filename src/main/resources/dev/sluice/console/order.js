import { address, poolPath, send } from './api.js';

/** An order of an operation: the entry of the catalogue, the pool, and the values of its parameters. */
export class Order {
  #key = crypto.randomUUID?.() ?? String(Math.random());

  constructor(entry, pool, values) {
    this.entry = entry;
    this.pool = pool;
    this.values = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== undefined));
  }

  get path() {
    switch (this.entry.path.replace(/^.*\/pools/, '')) {
      case '':
        return 'pools';
      case '/{name}':
        return poolPath(this.pool);
      default:
        return poolPath(this.pool, this.entry.name);
    }
  }

  get #inBody() {
    return this.entry.parametersIn === 'BODY';
  }

  #query(dryRun) {
    return { ...(this.#inBody ? {} : this.values), ...(dryRun && { dryRun: true }) };
  }

  #body() {
    if (!this.#inBody) {
      return undefined;
    }
    return { ...(this.path === 'pools' && { name: this.pool }), ...typed(this.values, this.entry.parameters) };
  }

  /** Returns the report of the expected effect. */
  dryRun() {
    return send(this.path, { method: this.entry.method, query: this.#query(true), body: this.#body() });
  }

  /** Begins the operation and returns its id. The same order sent twice begins one operation. */
  async begin() {
    const answer = await send(this.path, {
      method: this.entry.method,
      query: this.#query(false),
      body: this.#body(),
      headers: { Prefer: 'respond-async', 'Idempotency-Key': this.#key },
    });
    return answer.id;
  }

  #shown(name) {
    return this.entry.parameters.find(parameter => parameter.name === name)?.secret ? '…' : this.values[name];
  }

  /** Returns the order as a command with curl; secrets are left out. */
  curl(isDemonstration) {
    const shown = Object.fromEntries(Object.keys(this.values).map(name => [name, this.#shown(name)]));
    const login = isDemonstration ? '' : ` -H "Authorization: Bearer $(cat ~/.sluice/admin-token)"`;
    const body = this.#inBody
      ? ` -H 'Content-Type: application/json' -d ${quoted(JSON.stringify({ ...(this.path === 'pools' && { name: this.pool }), ...typed(shown, this.entry.parameters) }))}`
      : '';
    return `curl -X ${this.entry.method}${login}${body} ${quoted(String(address(this.path, this.#inBody ? {} : shown)))}`;
  }

  /** Returns the order as a command of sluice; the value of a secret is read from a file. */
  command() {
    const parameters = Object.keys(this.values).map(name =>
      this.#shown(name) === '…' ? `${name}=@FILE` : word(`${name}=${this.values[name]}`),
    );
    return ['sluice do', word(this.pool), this.entry.name, ...parameters].join(' ');
  }
}

const quoted = text => `'${text.replaceAll("'", `'\\''`)}'`;
const word = text => (/^[\w.:=@/-]+$/.test(text) ? text : quoted(text));

function typed(values, parameters) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => {
    const type = parameters.find(parameter => parameter.name === name)?.type;
    if (type === 'FLAG') {
      return [name, value === 'true'];
    }
    const isNumber = ['INTEGER', 'LONG', 'DECIMAL'].includes(type) && /^-?\d+(\.\d+)?$/.test(value);
    return [name, isNumber ? Number(value) : value];
  }));
}

let known;

/** Returns the catalogue of operations, which is read once. */
export function catalogue() {
  known ??= send('operations/catalogue').catch(e => {
    known = undefined;
    throw e;
  });
  return known;
}
