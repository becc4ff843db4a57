const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export const number = value => (value === null || value === undefined ? '–' : NUMBER.format(value));

/** Returns a duration in words, such as '3.1 s' or '2 min 5 s'. */
export function span(seconds) {
  if (seconds === null || seconds === undefined) {
    return '–';
  }
  if (seconds < 0.001) {
    return seconds === 0 ? '0 ms' : '< 1 ms';
  }
  if (seconds < 1) {
    return `${Math.round(seconds * 1000)} ms`;
  }
  if (seconds < 60) {
    return `${NUMBER.format(seconds)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  return whole < 86400
    ? `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
    : `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
}

const pad = value => String(value).padStart(2, '0');

/** Returns the time of day of an instant; with the date unless it is today. */
export function clock(instant) {
  if (!instant) {
    return '–';
  }
  const at = new Date(instant);
  const time = `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
  const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return at.toDateString() === new Date().toDateString() ? time : `${day} ${time}`;
}

export const count = (number_, one, many = `${one}s`) => `${number(number_)} ${number_ === 1 ? one : many}`;

export const tags = map => Object.entries(map ?? {}).map(([key, value]) => `${key}:${value}`).join(' ');

/** Returns the duration between two instants in seconds; to now without an end. */
export const between = (from, to) => Math.max(0, ((to ? Date.parse(to) : Date.now()) - Date.parse(from)) / 1000);
