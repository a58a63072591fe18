// What a reading of a sentence (POST /parse) becomes: the kind of plan, its title, the request that makes it. Pure.

const planned = { plan_event: 'event', plan_reminder: 'reminder', plan_task: 'task', plan_habit: 'habit', plan_goal: 'goal' };

/** They want something else than a plan: a question, a change. That is for the conversation. */
export function isForChat({ intent }) {
  return intent !== undefined && intent.name !== 'tell' && !(intent.name in planned);
}

/** What takes place at a time is an event, what is to be done is a task, unless they say what it is. */
export function kindOf({ intent }, when) {
  return planned[intent?.name] ?? (when && when.kind !== 'deadline' ? 'event' : 'task');
}

/** When it shall be; undefined where the sentence does not say. How long alone is no when, and of several wishes each has its own. */
export function whenOf({ intent, also, dates }) {
  return [intent?.slots.when, ...(also ? [] : dates)].find(date => date && date.kind !== 'duration');
}

/** The sentence in pieces, those that say when marked. Offsets are of the text that was read. */
export function pieces(text, dates) {
  const all = [];
  let at = 0;
  for (const { start, length } of [...dates].sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    all.push({ text: text.slice(at, start) }, { text: text.slice(start, start + length), marked: true });
    at = start + length;
  }
  return [...all, { text: text.slice(at) }].filter(piece => piece.text);
}

/** As it was understood, or else the sentence without what says when. */
export function titleOf(text, { intent, dates }, when) {
  if (intent?.slots.title) return intent.slots.title;
  const rest = pieces(text, dates.length ? dates : when ? [when] : [])
    .filter(piece => !piece.marked).map(piece => piece.text).join(' ').replace(/\s+/g, ' ').replace(/^[\s,.;:—–-]+|[\s,;:—–-]+$/g, '');
  const title = rest || text.trim();
  return title.charAt(0).toLocaleUpperCase() + title.slice(1);
}

/** Events and reminders take place at a time, so they need one. */
export function needsWhen(kind) {
  return kind === 'event' || kind === 'reminder';
}

/** The collection and the body of the POST that makes it. */
export function planOf(kind, title, when, slots = {}) {
  switch (kind) {
    case 'goal':
      return { path: 'goals', body: { title, target_date: (when?.to ?? when?.from)?.slice(0, 10) } };
    case 'habit':
      return { path: 'habits', body: { name: title, ...rhythm(when, slots) } };
    case 'task':
      return { path: 'tasks', body: { title, ...(when && { due_at: dueOf(when), all_day: when.all_day, repeat_rule: when.repeat_rule }), ...reminders(slots) } };
    default: {
      const body = { title, start_at: when.start_at, end_at: when.end_at, all_day: when.all_day, repeat_rule: when.repeat_rule };
      return { path: 'events', body: kind === 'reminder' ? { ...body, end_at: undefined, ...reminders(slots, 'PT0S') } : { ...body, ...reminders(slots) } };
    }
  }
}

function reminders({ remind_before: before }, otherwise) {
  return before || otherwise ? { reminder_offsets: [before ?? otherwise] } : {};
}

// "In the mornings, three times a week": so many times, and the mornings say at what hour.
function rhythm(when, { times_per_week: times }) {
  const hour = when?.repeat_rule && !when.all_day && { reminder_times: [when.from.slice(11, 16)] };
  if (times) return { times_per_week: times, ...hour };
  return when?.repeat_rule ? { frequency: when.repeat_rule, starts_on: when.from.slice(0, 10), ...hour } : { frequency: 'FREQ=DAILY' };
}

// A task for next week is due on the last of its days: the end is the midnight after it.
function dueOf(when) {
  return when.kind === 'range' && when.end_at ? new Date(Date.parse(when.end_at) - (when.all_day ? 1000 : 0)).toISOString() : when.start_at;
}
