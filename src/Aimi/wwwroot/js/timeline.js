// The conversation as rows to show: days, ends of sessions, messages, what is under way. Pure.

// Messages of one side closer together than this share one time.
const together = 5 * 60_000;

/** Every row has a key that stays the same while it is the same thing to a reader: a sent message once it is stored, a stream once it is a reply. */
export function timeline(conversation, { connected, day }) {
  const rows = [];
  let previous = null;
  for (const message of conversation.ordered) {
    if (previous && previous.session_id !== message.session_id) rows.push(divider(conversation, previous));
    const label = day(message.occurred_at);
    if (!previous || day(previous.occurred_at) !== label) rows.push({ key: `day of ${message.message_id}`, kind: 'day', label });
    rows.push(stored(conversation, message));
    previous = message;
  }
  if (previous && over(conversation, previous)) rows.push(divider(conversation, previous));

  for (const [replyId, { text, interrupted }] of conversation.streams) {
    rows.push({ key: replyId, kind: 'message', role: 'assistant', text, streaming: true, status: interrupted ? 'interrupted' : null });
  }
  if (connected && conversation.replying && conversation.streams.size === 0) rows.push({ key: 'typing', kind: 'typing' });

  for (const turn of conversation.turns.values()) {
    if (!conversation.known.has(turn.messageId)) {
      rows.push({ key: turn.clientId, kind: 'message', role: 'user', text: turn.text, at: turn.at, ...progress(turn) });
    }
  }
  group(rows);
  return rows;
}

function stored(conversation, message) {
  const clientId = conversation.clientIds.get(message.message_id);
  const turn = conversation.turns.get(clientId) ?? [...conversation.turns.values()].find(each => each.messageId === message.message_id);
  return {
    key: clientId ?? message.message_id,
    kind: 'message',
    role: message.role,
    text: message.text,
    at: message.occurred_at,
    actions: conversation.actions.get(message.message_id),
    ...pending(conversation, message),
    ...(turn ? progress(turn) : {}),
  };
}

/** What Aimi asks leave for; only the last thing said can be answered by yes or no. */
function pending(conversation, message) {
  const asked = message.metadata?.pending_action;
  const last = message === conversation.ordered.at(-1) && conversation.turns.size === 0;
  return asked && last && !over(conversation, message) ? { pending: asked.summary } : {};
}

/** What a person needs to know of a turn; while all goes well, nothing. */
function progress({ clientId, status, code, messageId }) {
  const quiet = messageId && status !== 'failed' && status !== 'stopped';
  return quiet ? {} : { clientId, status, code, messageId };
}

function over(conversation, message) {
  return conversation.ended.has(message.session_id) || (conversation.openSession !== undefined && conversation.openSession !== message.session_id);
}

function divider(conversation, message) {
  return { key: `end ${message.session_id} ${message.seq}`, kind: 'divider', reason: conversation.ended.get(message.session_id) ?? null };
}

function group(rows) {
  rows.forEach((row, index) => {
    if (row.kind !== 'message') return;
    row.first = !joined(rows[index - 1], row);
    row.last = !joined(row, rows[index + 1]);
  });
}

function joined(above, below) {
  if (above?.kind !== 'message' || below?.kind !== 'message' || above.role !== below.role || above.status || below.status) return false;
  return Math.abs(Date.parse(below.at ?? above.at) - Date.parse(above.at)) < together;
}
