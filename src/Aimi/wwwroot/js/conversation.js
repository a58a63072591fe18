// The conversation as this client knows it, and how each frame changes it. Pure: no page, no socket, no storage, no clock.

// Further behind than this, the latest page is loaded anew instead of replaying everything in between.
const longestReplay = 200;

/**
 * A turn is a message sent from here until its reply is stored: { clientId, text, at, status, messageId?, code? } with status
 * queued (not sent), sending, waiting (accepted; the reply is under way), stopping, stopped or failed.
 */
export class Conversation {
  constructor(turns = []) {
    this.turns = new Map(turns.map(turn => [turn.clientId, turn]));
    this.lost();
    this.forget();
  }

  /** Drops what was learned from the server; what the person sent stays. */
  forget() {
    this.messages = new Map(); // seq → message
    this.order = null; // the same in order, made when asked for
    this.known = new Map(); // message_id → seq
    this.replies = new Set(); // message_ids that were answered
    this.clientIds = new Map(); // message_id → the id it was sent from here with
    this.streams = new Map(); // reply_id → { text, clientId, interrupted }
    this.ended = new Map(); // session_id → reason
    this.actions = new Map(); // message_id → receipts
    this.openSession = undefined; // null: none is open; undefined: not known yet
    this.lastSeq = 0; // the newest message that openSession takes into account
    this.synced = null; // everything from the oldest loaded message up to this seq is here
    this.hasMore = false;
  }

  /** What the server says of itself on connecting. */
  greeted({ last_seq: lastSeq, session_id: session, user_id: user }) {
    const another = this.user !== undefined && this.user !== user;
    const behind = this.synced !== null && (this.synced > lastSeq || lastSeq - this.synced > longestReplay);
    if (another || behind) this.forget();
    this.user = user;
    this.openSession = session ?? null;
    this.lastSeq = lastSeq;
  }

  addHistory({ items, has_more: hasMore }) {
    this.hasMore = hasMore;
    for (const message of items) this.#store(message);
    this.startAt(items.at(-1)?.seq ?? 0);
  }

  /** From which seq on nothing may be missed; the first caller decides. */
  startAt(seq) {
    this.synced ??= seq;
    this.#advance();
  }

  receive(frame) {
    switch (frame.type) {
      case 'accepted': return this.#accepted(frame);
      case 'delta': return this.#delta(frame);
      case 'message': return this.#message(frame);
      case 'error': return this.#failed(frame);
      case 'session_ended':
        this.ended.set(frame.session_id, frame.reason);
        if (this.openSession === frame.session_id) this.openSession = null;
    }
  }

  submit(turn) {
    this.turns.set(turn.clientId, { ...turn, status: 'queued' });
  }

  retry(clientId) {
    this.#change(clientId, { status: 'queued', code: undefined });
  }

  /** Takes back a message that was never accepted, and gives its text. */
  withdraw(clientId) {
    const turn = this.turns.get(clientId);
    if (!turn || turn.messageId) return null;
    this.turns.delete(clientId);
    return turn.text;
  }

  /** The reply in progress is the one to the oldest of the accepted messages: a person's turns go one after the other. */
  get replying() {
    return [...this.turns.values()].find(turn => turn.status === 'waiting' || turn.status === 'stopping') ?? null;
  }

  stop() {
    const turn = this.replying;
    if (turn) this.#change(turn.clientId, { status: 'stopping' });
    return turn;
  }

  /** What is to be sent on a fresh connection: all that is not accepted or not answered. */
  get unsent() {
    return [...this.turns.values()].filter(turn => turn.status === 'queued');
  }

  sent(clientId) {
    this.#change(clientId, { status: 'sending' });
  }

  /** The connection is gone: what was under way is asked for again, with the same id. */
  lost() {
    for (const { clientId, status } of this.turns.values()) {
      if (status !== 'failed' && status !== 'stopped') this.#change(clientId, { status: 'queued' });
    }
    for (const stream of this.streams?.values() ?? []) stream.interrupted = true;
  }

  /** The frame was more than the server takes: sending it again would cut the connection again. */
  tooLarge() {
    for (const { clientId, status } of this.turns.values()) {
      if (status === 'sending') this.#change(clientId, { status: 'failed', code: 'too_large' });
    }
  }

  get ordered() {
    return this.order ??= [...this.messages.values()].sort((a, b) => a.seq - b.seq);
  }

  get unread() {
    return this.ordered.filter(message => message.role === 'assistant' && !message.read);
  }

  markRead(upTo) {
    for (const message of this.unread) if (message.seq <= upTo) message.read = true;
  }

  #accepted({ client_message_id: clientId, message }) {
    this.#store(message);
    if (!this.turns.has(clientId)) return;
    this.clientIds.set(message.message_id, clientId);
    const stopping = this.turns.get(clientId).status === 'stopping';
    this.#change(clientId, { status: stopping ? 'stopping' : 'waiting', messageId: message.message_id, code: undefined });
    this.#settle();
  }

  #delta({ reply_id: replyId, text }) {
    if (this.known.has(replyId)) return;
    const stream = this.streams.get(replyId);
    if (!stream) {
      // Replies come one after the other: what was interrupted before this one is being said anew.
      for (const [id, { interrupted }] of this.streams) if (interrupted) this.streams.delete(id);
      this.streams.set(replyId, { text, clientId: this.replying?.clientId ?? null, interrupted: false });
    } else if (stream.interrupted) {
      // After a cut a server may begin again, give all of it so far, or go on where it is by now.
      const again = stream.text.startsWith(text) || text.startsWith(stream.text);
      Object.assign(stream, { text: again ? text : `${stream.text} … ${text}`, interrupted: false });
    } else {
      stream.text += text;
    }
  }

  #message({ message, actions }) {
    this.#store(message);
    if (actions?.length) this.actions.set(message.message_id, actions);
    this.#settle();
  }

  #failed({ code, client_message_id: clientId }) {
    const turn = this.turns.get(clientId);
    if (turn) this.#change(clientId, turn.status === 'stopping' ? { status: 'stopped' } : { status: 'failed', code });
    this.#endStreams(turn ? clientId : null);
  }

  #store(message) {
    if (this.known.has(message.message_id)) return;
    this.known.set(message.message_id, message.seq);
    if (message.metadata?.actions?.length) this.actions.set(message.message_id, message.metadata.actions);
    this.messages.set(message.seq, message);
    this.order = null;
    this.streams.delete(message.message_id);
    if (message.reply_to) this.replies.add(message.reply_to);
    if (message.seq > this.lastSeq) {
      this.lastSeq = message.seq;
      this.openSession = this.ended.has(message.session_id) ? null : message.session_id;
    }
    this.#advance();
  }

  #advance() {
    while (this.synced !== null && this.messages.has(this.synced + 1)) this.synced++;
  }

  #settle() {
    for (const { clientId, messageId } of this.turns.values()) {
      if (!messageId || !this.replies.has(messageId)) continue;
      this.turns.delete(clientId);
      this.#endStreams(clientId);
    }
  }

  #endStreams(clientId) {
    for (const [replyId, stream] of this.streams) if (stream.clientId === clientId) this.streams.delete(replyId);
  }

  #change(clientId, values) {
    const turn = this.turns.get(clientId);
    if (turn) this.turns.set(clientId, { ...turn, ...values });
  }
}
