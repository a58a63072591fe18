// What outlives a reload. A browser may forbid storage or have it full: then things live as long as the page.

const prefix = 'aimi.';
const turnPrefix = `${prefix}turn.`;

export function recall(key) {
  try { return localStorage.getItem(prefix + key); } catch { return null; }
}

export function keep(key, value) {
  try {
    if (value) localStorage.setItem(prefix + key, value);
    else localStorage.removeItem(prefix + key);
  } catch { /* lives as long as the page */ }
}

/** Forgets everything: who comes next may be someone else. */
export function forgetAll() {
  try {
    for (const key of Object.keys(localStorage).filter(key => key.startsWith(prefix) && key !== `${prefix}language`)) localStorage.removeItem(key);
  } catch { /* nothing was kept */ }
}

/** The messages that are not answered yet. One key each, so that two tabs do not overwrite each other's. */
export class Outbox {
  #kept = new Map();

  /** @param onSettled told the id of a message that another tab saw answered. */
  constructor(onSettled) {
    addEventListener('storage', ({ key, newValue }) => {
      if (key?.startsWith(turnPrefix) && newValue === null && this.#kept.delete(key.slice(turnPrefix.length))) onSettled(key.slice(turnPrefix.length));
    });
  }

  load() {
    try {
      const keys = Object.keys(localStorage).filter(key => key.startsWith(turnPrefix)).sort();
      for (const key of keys) this.#kept.set(key.slice(turnPrefix.length), localStorage.getItem(key));
      return [...this.#kept.values()].map(text => JSON.parse(text));
    } catch {
      return [];
    }
  }

  keep(turns) {
    for (const id of this.#kept.keys()) {
      if (!turns.has(id)) {
        this.#kept.delete(id);
        keep(`turn.${id}`, null);
      }
    }
    for (const [id, turn] of turns) {
      const text = JSON.stringify(turn);
      if (this.#kept.get(id) === text) continue;
      this.#kept.set(id, text);
      keep(`turn.${id}`, text);
    }
  }
}
