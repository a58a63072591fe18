// Days and times of a reading in words: "Tomorrow, 10:00". They are of the wall clock in the person's zone, which need not be the browser's.

/** @param now what the reading took for now, by the same clock. */
export function whenWords(language, date, now) {
  const today = wall(now);
  const words = at => date.all_day ? language.day(at, today) : `${language.day(at, today)}, ${language.time(at)}`;
  const from = wall(date.from);
  const to = endOf(date);
  if (date.kind === 'deadline') return within(language, 'when.by', words(from));
  if (to) return `${words(from)} – ${!date.all_day && sameDay(from, to) ? language.time(to) : lower(words(to))}`;
  return date.kind === 'recurrence' ? within(language, 'when.first', words(from)) : words(from);
}

function endOf(date) {
  if (date.to) return date.to === date.from ? null : wall(date.to);
  if (date.all_day || !date.end_at) return null;
  return new Date(wall(date.from).getTime() + Date.parse(date.end_at) - Date.parse(date.start_at)); // only its length was said
}

function within(language, key, when) {
  return language.t(key).replace('{when}', () => lower(when));
}

function wall(text) {
  const [year, month, day, hour = 0, minute = 0] = text.match(/\d+/g).map(Number);
  return new Date(year, month - 1, day, hour, minute);
}

function sameDay(a, b) {
  return a.toDateString() === b.toDateString();
}

// Russian days begin with a small letter inside a sentence; of the English ones only the relative do.
function lower(text) {
  return /^(Today|Tomorrow|Yesterday|[А-ЯЁ])/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
