// The life of the socket: opening, noticing that it died, coming back. It knows frames only as objects with a type.

const firstDelay = 500;
const longestDelay = 30_000;
const busyDelay = 5_000;
const pingEvery = 25_000;
const pongWithin = 10_000;
// A connection that lived this long was a good one: the next failure starts counting anew.
const settledAfter = 10_000;

const closings = { 1001: 'restarting', 1008: 'refused', 1012: 'restarting', 1013: 'overloaded' };

/**
 * States: connecting, online, offline, restarting, overloaded, refused. `onClose(code)` is told of every lost socket.
 * `address()` promises where to connect.
 */
export class Connection {
  state = 'connecting';
  #socket = null;
  #opening = null; // the address that is waited for
  #attempt = 0;
  #timers = { retry: 0, ping: 0, pong: 0, settled: 0 };

  constructor(address, { onFrame, onState, onClose }) {
    Object.assign(this, { address, onFrame, onState, onClose });
    addEventListener('online', () => this.#hurry());
    document.addEventListener('visibilitychange', () => document.hidden || this.#hurry());
    addEventListener('pagehide', () => this.#socket?.close(1000));
    // A page that comes back from the browser's back/forward cache has no socket any more.
    addEventListener('pageshow', event => event.persisted && this.open());
  }

  open() {
    clearTimeout(this.#timers.retry);
    this.#drop();
    if (this.state === 'refused') this.#become('connecting');
    const opening = this.#opening = this.address();
    opening.then(url => this.#opening === opening && this.#connect(url), () => this.#opening === opening && this.#lost(1006));
  }

  #connect(url) {
    const socket = this.#socket = new WebSocket(url);
    socket.onmessage = event => this.#receive(event.data);
    socket.onclose = event => this.#lost(event.code);
  }

  /** Whether the frame left; what it asks for may still be lost, and is then asked for again after `hello`. */
  send(frame) {
    if (this.state !== 'online' || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #receive(data) {
    clearTimeout(this.#timers.pong);
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return; // not of this protocol; the next frame may be
    }
    if (frame.type === 'hello') this.#greeted();
    if (frame.type !== 'pong') this.onFrame(frame);
  }

  #greeted() {
    this.#become('online');
    clearInterval(this.#timers.ping);
    this.#timers.ping = setInterval(() => this.#ping(), pingEvery);
    this.#timers.settled = setTimeout(() => { this.#attempt = 0; }, settledAfter);
  }

  #ping() {
    this.send({ type: 'ping' });
    clearTimeout(this.#timers.pong);
    this.#timers.pong = setTimeout(() => this.#lost(1006), pongWithin);
  }

  #lost(code) {
    this.#drop();
    this.#become(closings[code] ?? 'offline');
    this.onClose(code);
    if (this.state === 'refused') return;
    const ceiling = Math.min(longestDelay, firstDelay * 2 ** this.#attempt++);
    const floor = this.state === 'overloaded' ? busyDelay : ceiling / 2;
    // Jitter, so that a restarted server is not met by all its clients in the same moment.
    this.#timers.retry = setTimeout(() => this.open(), floor + Math.random() * ceiling / 2);
  }

  #drop() {
    clearInterval(this.#timers.ping);
    clearTimeout(this.#timers.pong);
    clearTimeout(this.#timers.settled);
    this.#opening = null;
    if (!this.#socket) return;
    this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    this.#socket = null;
  }

  #hurry() {
    if (this.state === 'offline' || this.state === 'restarting') this.open();
  }

  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.onState(state);
  }
}
