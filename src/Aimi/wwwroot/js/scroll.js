// Where the reader is. At the end, the log follows what arrives; elsewhere nothing may move under their eyes.

const nearEnd = 64;
const nearStart = 320;

export class Scroll {
  atEnd = true;
  #scroller;
  #onMove;
  #top = 0;

  constructor(scroller, { onMove, onNearStart }) {
    this.#scroller = scroller;
    this.#onMove = onMove;
    scroller.addEventListener('scroll', () => {
      this.#look();
      if (scroller.scrollTop < nearStart) onNearStart();
    }, { passive: true });
    // The window, a phone's keyboard or a growing composer change the height.
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(scroller);
  }

  /** Runs a change of the log. The row at the top of the view stays where it is, unless the reader is at the end. */
  during(list, change) {
    this.#look(); // the reader may have moved since the last scroll event
    const anchor = this.atEnd ? null : this.#firstVisible(list);
    const before = anchor?.getBoundingClientRect().top;
    change();
    if (!anchor) this.toEnd();
    else if (anchor.isConnected) this.#scroller.scrollTop += anchor.getBoundingClientRect().top - before;
    this.#look();
  }

  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#look();
  }

  #firstVisible(list) {
    const top = this.#scroller.getBoundingClientRect().top;
    return [...list.children].find(row => row.getBoundingClientRect().bottom > top) ?? null;
  }

  #look() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    // Only moving up leaves the end: a window or keyboard that takes room away does not.
    const atEnd = scrollHeight - scrollTop - clientHeight < nearEnd || (this.atEnd && scrollTop >= this.#top);
    this.#top = scrollTop;
    if (atEnd === this.atEnd) return;
    this.atEnd = atEnd;
    this.#onMove();
  }
}
