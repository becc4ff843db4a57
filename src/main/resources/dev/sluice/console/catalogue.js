import { send } from './api.js';

let known;

/** Returns the catalogue of operations, which is read once. */
export function catalogue() {
  known ??= send('operations/catalogue').catch(e => {
    known = undefined;
    throw e;
  });
  return known;
}
