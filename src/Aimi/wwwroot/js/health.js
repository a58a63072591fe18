// What the server says of itself: ok, degraded, unavailable; null while nobody answers.

const every = 60_000;

export class Health {
  status = null;
  #onChange;

  constructor(onChange) {
    this.#onChange = onChange;
    setInterval(() => document.hidden || this.ask(), every);
  }

  async ask() {
    let status = null;
    try {
      // 503 carries the same body.
      const response = await fetch('health', { cache: 'no-store', headers: { accept: 'application/json' } });
      ({ status } = await response.json());
    } catch { /* the connection's own state says it */ }
    if (status === this.status) return;
    this.status = status;
    this.#onChange();
  }
}
