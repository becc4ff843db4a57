// The page of the address: #/pools/orders/queue is the page 'pools' with the parts 'orders' and 'queue'.
export function route() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  return { page: parts[0] ?? 'pools', parts: parts.slice(1), query: new URLSearchParams(query ?? '') };
}

export const link = (...parts) => `#/${parts.map(encodeURIComponent).join('/')}`;

export function go(...parts) {
  location.hash = link(...parts);
}
