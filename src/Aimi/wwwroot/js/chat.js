// Keeps the conversation in step with the server: what to send, when to send it again, what to load.

import { Connection } from './connection.js';
import { Conversation } from './conversation.js';
import { uuid7 } from './ids.js';
import { authorised } from './session.js';
import { Outbox } from './storage.js';

const page = 50;

/** Dispatches `change` when there is something else to show, `reply` (a message), `failed` (a turn) and `notice` (a notification or an error's code). */
export class Chat extends EventTarget {
  history = 'idle'; // idle, loading, failed
  #outbox = new Outbox(clientId => {
    this.conversation.turns.delete(clientId);
    this.#changed();
  });
  #reported = 0;

  constructor(socketAddress) {
    super();
    this.conversation = new Conversation(this.#outbox.load());
    this.connection = new Connection(socketAddress, {
      onFrame: frame => this.#receive(frame),
      onState: () => this.#changed(),
      onClose: code => this.#lost(code),
    });
  }

  get connected() {
    return this.connection.state === 'online';
  }

  start() {
    this.connection.open();
  }

  send(text) {
    this.conversation.submit({ clientId: uuid7(), text, at: new Date().toISOString() });
    this.#flush();
  }

  retry(clientId) {
    this.conversation.retry(clientId);
    this.#flush();
  }

  withdraw(clientId) {
    const text = this.conversation.withdraw(clientId);
    this.#changed();
    return text;
  }

  stop() {
    const turn = this.conversation.stop();
    if (turn) this.connection.send({ type: 'stop', client_message_id: turn.clientId });
    this.#changed();
  }

  end() {
    this.connection.send({ type: 'end_session' });
  }

  /** Tells the server that everything up to the newest reply was seen. */
  read() {
    const newest = this.conversation.unread.at(-1)?.seq ?? 0;
    if (newest <= this.#reported || !this.connection.send({ type: 'read', up_to_seq: newest })) return;
    this.#reported = newest;
    this.conversation.markRead(newest);
    this.#changed();
  }

  async loadOlder() {
    if (this.history === 'loading') return;
    await this.#load(this.conversation.ordered[0]?.seq);
  }

  async #load(before) {
    this.history = 'loading';
    this.#changed();
    try {
      const query = new URLSearchParams({ limit: page, ...(before ? { before } : {}) });
      const response = await authorised(`chat/messages?${query}`, { headers: { accept: 'application/json' } });
      if (!response.ok) throw new Error(`history: ${response.status}`);
      this.conversation.addHistory(await response.json());
      this.history = 'idle';
    } catch {
      this.history = 'failed';
    }
    this.#changed();
  }

  #receive(frame) {
    if (frame.type === 'hello') {
      this.#greeted(frame);
      return;
    }
    if (frame.type === 'notification') this.#tell('notice', frame.notification);
    if (frame.type === 'error' && !this.conversation.turns.has(frame.client_message_id)) this.#tell('notice', { code: frame.code });
    const isNew = frame.type === 'message' && !this.conversation.known.has(frame.message.message_id);
    this.conversation.receive(frame);
    this.#changed();
    const turn = frame.type === 'error' && this.conversation.turns.get(frame.client_message_id);
    if (turn) this.#tell('failed', turn);
    if (isNew && frame.message.role === 'assistant') this.#tell('reply', frame.message);
  }

  async #greeted(frame) {
    this.conversation.greeted(frame);
    this.#reported = 0;
    if (this.conversation.synced === null) await this.#load();
    this.conversation.startAt(frame.last_seq); // only if the history could not be loaded
    // What was not answered goes first: `accepted` names the id it was sent with, so the replay after it shows nothing twice.
    this.#flush();
    this.connection.send({ type: 'resume', after_seq: this.conversation.synced });
  }

  #flush() {
    for (const { clientId, text } of this.conversation.unsent) {
      if (this.conversation.synced === null) break; // greeted() flushes once the history stands
      if (this.connection.send({ type: 'send', text, client_message_id: clientId })) this.conversation.sent(clientId);
    }
    this.#changed();
  }

  #lost(code) {
    if (code === 1009) this.conversation.tooLarge();
    this.conversation.lost();
    this.#changed();
  }

  #changed() {
    this.#outbox.keep(this.conversation.turns);
    this.#tell('change');
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
