const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** @param {number | string} moment Milliseconds since the epoch, or ISO-8601. */
export const timeOf = (moment) => clock.format(typeof moment === 'string' ? Date.parse(moment) : moment);

/** The end of an id, which tells it from others, in one word. @param {string} id */
export const shortId = (id) => (id.length > 14 ? `…\u2060${id.slice(-8)}` : id);

/** @param {number} count @param {string} one @param {string} [many] */
export const countOf = (count, one, many = `${one}s`) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** How long that is, roughly. @param {number} milliseconds */
export const durationOf = (milliseconds) => {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
};

/** Such as `waiting for approval`. @param {string} status */
export const statusWords = (status) => status.toLowerCase().replaceAll('_', ' ');
