// Requests to the REST interface, and the credentials of this tab.
const ROOT = new URL(document.querySelector('meta[name=sluice-api]').content, document.baseURI);
const KEY = 'sluice.authorization';
const LIMIT_MILLIS = 15_000;

/** A refusal of the service: a problem document (RFC 9457). */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? body.title ?? `The service answered with status ${status}.`);
    this.status = status;
    this.body = body;
  }
}

/** The service gave no answer. */
export class Unreachable extends Error {
  constructor(cause) {
    super('The service does not answer.', { cause });
  }
}

export const credentials = {
  get: () => sessionStorage.getItem(KEY),
  set: value => sessionStorage.setItem(KEY, value),
  clear: () => sessionStorage.removeItem(KEY),
  ofToken: token => `Bearer ${token}`,
  ofUser: (name, password) =>
    `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${name}:${password}`)))}`,
};

/** Returns the address of a path such as 'pools/orders', with a query of the values that are set. */
export function address(path, query = {}) {
  const url = new URL(path, ROOT);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') {
      url.searchParams.set(name, value);
    }
  }
  return url;
}

export const poolPath = (name, rest = '') => `pools/${encodeURIComponent(name)}${rest && `/${rest}`}`;

async function fetched(path, { method = 'GET', query, body, headers = {}, signal } = {}) {
  const given = credentials.get();
  const limit = AbortSignal.timeout(LIMIT_MILLIS);
  const init = {
    method,
    headers: { Accept: 'application/json', ...headers, ...(given && { Authorization: given }) },
    cache: 'no-store',
    credentials: 'same-origin',
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  };
  if (body !== undefined) {
    init.body = typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body);
    init.headers['Content-Type'] ??= 'application/json';
  }
  let response;
  try {
    response = await fetch(address(path, query), init);
  } catch (e) {
    throw signal?.aborted ? e : new Unreachable(e);
  }
  if (!response.ok) {
    throw new Problem(response.status, await response.json().catch(() => ({})));
  }
  return response;
}

/** Sends a request and returns the JSON of the answer. Throws Problem or Unreachable. */
export async function send(path, options) {
  const response = await fetched(path, options);
  try {
    return await response.json();
  } catch (e) {
    throw options?.signal?.aborted ? e : new Unreachable(e);
  }
}

/** Returns the text of an answer. */
export async function text(path, options) {
  return (await fetched(path, options)).text();
}

/** Follows server-sent events until their end. EventSource cannot send the credentials. */
export async function follow(path, signal, each) {
  const given = credentials.get();
  const response = await fetch(address(path), {
    headers: { Accept: 'text/event-stream', ...(given && { Authorization: given }) },
    cache: 'no-store',
    signal,
  });
  if (!response.ok) {
    throw new Problem(response.status, await response.json().catch(() => ({})));
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    const events = (rest + value).split(/\r?\n\r?\n/);
    rest = events.pop();
    for (const event of events) {
      const data = event.split(/\r?\n/).filter(line => line.startsWith('data:')).map(line => line.slice(5)).join('\n');
      if (data.trim()) {
        each(JSON.parse(data));
      }
    }
  }
}
