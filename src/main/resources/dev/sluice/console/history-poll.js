import { poolPath, send } from './api.js';
import { Poll } from './poll.js';

const SAMPLES = 900;

/** Returns the columns of an answer behind those of earlier answers. */
function joined(before, after) {
  if (Array.isArray(after)) {
    return [...(before ?? []), ...after].slice(-SAMPLES);
  }
  return typeof after === 'object' && after !== null
    ? Object.fromEntries(Object.keys(after).map(key => [key, joined(before?.[key], after[key])]))
    : after;
}

/**
 * Reads the history of a pool: all samples at first, then the later ones. The value has columns of the same length, as
 * the answer has them.
 */
export class HistoryPoll extends Poll {
  constructor(host, name, period) {
    let known = null;
    super(host, async signal => {
      const pool = name();
      const since = known?.pool === pool ? known.last : 0;
      const answer = await send(poolPath(pool, 'history'), { query: { since }, signal });
      const isFurther = since > 0 && answer.last >= since && !(answer.at[0] <= known.at.at(-1));
      known = isFurther ? joined(known, answer) : answer;
      return known;
    }, period);
  }
}
