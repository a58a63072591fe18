// Where a person writes: Enter, a draft that outlives a reload, the room that is left.

import { keep, recall } from './storage.js';

/** What the server takes, in code points: an emoji of one is one. */
const limit = 8000;
const countFrom = limit - 500;
const characters = (text) => [...text].length;

export class Composer {
  #form = document.getElementById('composer');
  #text = document.getElementById('text');
  #send = document.getElementById('send');
  #counter = document.getElementById('counter');
  #language;

  constructor(onSend) {
    this.#text.value = recall('draft') ?? '';
    this.#text.addEventListener('input', () => this.#changed());
    this.#text.addEventListener('keydown', event => {
      // While an input method composes, Enter belongs to it; 229 is how Safari says so.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#form.requestSubmit();
    });
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      const text = this.#text.value.trim();
      if (!text || characters(text) > limit) return;
      this.put('');
      onSend(text);
    });
  }

  speak(language) {
    this.#language = language;
    this.#changed();
  }

  put(text) {
    this.#text.value = text;
    this.#changed();
    this.#text.focus();
  }

  /** Puts a text back for editing, without losing what was written meanwhile. */
  restore(text) {
    this.put([text, this.#text.value].filter(Boolean).join('\n'));
  }

  /** The page may have been hidden until now: what is hidden has no height to go by. */
  focus() {
    this.#fit();
    this.#text.focus();
  }

  #changed() {
    const text = this.#text.value;
    const length = characters(text.trim());
    keep('draft', text);
    this.#send.disabled = length === 0 || length > limit;
    this.#counter.hidden = length < countFrom;
    this.#counter.classList.toggle('over', length > limit);
    this.#counter.textContent = length < countFrom ? ''
      : length > limit ? this.#language.t('composer.over', length - limit) : this.#language.t('composer.left', limit - length);
    this.#text.setAttribute('aria-invalid', String(length > limit));
    this.#fit();
  }

  #fit() {
    this.#text.style.height = 'auto';
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }
}
