// Notifications: seen in passing, gone by themselves unless they are being read.

import { element } from './element.js';

const shownFor = 10_000;

export class Toasts {
  #place = document.getElementById('toasts');

  show(language, title, body) {
    const close = element('button', 'link', language.t('toast.close'));
    close.type = 'button';
    const toast = element('div', 'toast', element('strong', null, title), ...(body ? [element('p', null, body)] : []), close);
    let timer;
    const leave = () => { timer = setTimeout(() => toast.remove(), shownFor); };
    const stay = () => clearTimeout(timer);
    close.addEventListener('click', () => toast.remove());
    for (const type of ['pointerenter', 'focusin']) toast.addEventListener(type, stay);
    for (const type of ['pointerleave', 'focusout']) toast.addEventListener(type, leave);
    this.#place.append(toast);
    leave();
  }
}
