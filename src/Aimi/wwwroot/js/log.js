// The rows of the timeline as elements. A row that did not change keeps its element; text is only ever set as text.

import { element } from './element.js';

export class Log {
  #list;
  #language;
  #shown = new Map(); // key → { row, node }

  constructor(list, { onRetry, onEdit, onAnswer }) {
    this.#list = list;
    list.addEventListener('click', event => {
      const { act, clientId, answer } = event.target.closest('button')?.dataset ?? {};
      if (act === 'retry') onRetry(clientId);
      if (act === 'edit') onEdit(clientId);
      if (act === 'answer') onAnswer(answer);
    });
  }

  /** Everything is made anew, in this language. */
  speak(language) {
    this.#language = language;
    this.#shown.clear();
    this.#list.replaceChildren();
  }

  show(rows) {
    const gone = new Set(this.#shown.keys());
    let place = this.#list.firstChild;
    for (const row of rows) {
      gone.delete(row.key);
      const shown = this.#shown.get(row.key);
      const node = shown?.node ?? element('li', row.kind === 'message' ? 'row' : row.kind);
      if (!shown || !same(shown.row, row)) {
        this.#fill(node, row, shown?.row);
        this.#shown.set(row.key, { row, node });
      }
      if (node === place) place = place.nextSibling;
      else this.#list.insertBefore(node, place);
    }
    for (const key of gone) {
      this.#shown.get(key).node.remove();
      this.#shown.delete(key);
    }
  }

  #fill(node, row, before) {
    if (row.kind === 'day') node.replaceChildren(element('span', null, row.label));
    else if (row.kind === 'divider') node.replaceChildren(element('span', null, this.#ending(row.reason)));
    else if (row.kind === 'typing') node.replaceChildren(element('span', 'unseen', this.#language.t('message.typing')), element('i'), element('i'), element('i'));
    else this.#fillMessage(node, row, before);
  }

  #fillMessage(node, row, before) {
    Object.assign(node.dataset, { role: row.role, status: row.status ?? '' });
    node.classList.toggle('first', row.first);
    node.classList.toggle('last', row.last);
    node.classList.toggle('streaming', row.streaming === true);
    // A stream grows many times a second: only its text changes, so that a selection in it and its animation live on.
    const text = node.querySelector('.text');
    if (text && before.streaming && row.streaming && before.status === row.status) {
      text.textContent = row.text;
      return;
    }
    const said = element('div', 'bubble', element('span', 'unseen', row.role === 'user' ? this.#language.t('message.you') : 'Aimi'), words(row.text));
    node.replaceChildren(...[said, this.#receipts(row), this.#answers(row), this.#foot(row)].filter(Boolean));
  }

  #receipts({ actions }) {
    if (!actions?.length) return null;
    const list = element('ul', 'receipts');
    list.setAttribute('aria-label', this.#language.t('message.receipts'));
    for (const { summary } of actions) {
      const item = document.getElementById('receipt').content.firstElementChild.cloneNode(true);
      item.querySelector('span').textContent = summary;
      list.append(item);
    }
    return list;
  }

  /** Aimi asks before she does something: yes or no, said in the language of her question. */
  #answers({ pending, text }) {
    if (!pending) return null;
    const words = /[а-яё]/i.test(text) ? { yes: 'да', no: 'нет' } : { yes: 'yes', no: 'no' };
    const group = element('div', 'answers', ...Object.entries(words).map(([answer, word]) => {
      const button = element('button', 'suggestion', this.#language.t(`pending.${answer}`));
      button.type = 'button';
      Object.assign(button.dataset, { act: 'answer', answer: word });
      return button;
    }));
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', pending);
    return group;
  }

  #foot(row) {
    const state = stateOf(row, this.#language);
    if (!state && !(row.last && row.at)) return null;
    const foot = element('p', 'foot');
    if (state) foot.append(element('span', 'state-of', state));
    if (row.status === 'failed' || row.status === 'stopped') foot.append(this.#button('retry', row.clientId));
    if (row.status === 'failed' && !row.messageId) foot.append(this.#button('edit', row.clientId));
    if (row.at && !state) {
      const time = element('time', null, this.#language.time(row.at));
      time.dateTime = row.at;
      foot.append(time);
    }
    return foot;
  }

  #ending(reason) {
    const key = `session.ended.${reason}`;
    return this.#language.t(this.#language.has(key) ? key : 'session.ended');
  }

  #button(act, clientId) {
    const button = element('button', 'link', this.#language.t(`message.${act}`));
    button.type = 'button';
    Object.assign(button.dataset, { act, clientId });
    return button;
  }
}

/** How a message fares, in words; null while all goes well. */
export function stateOf({ status, code, messageId }, language) {
  if (!status) return null;
  if (status !== 'failed') return language.t(`message.${status}`);
  return language.t(language.has(`error.${code}`) ? `error.${code}` : messageId ? 'error.reply' : 'error.unknown');
}

function words(text) {
  const paragraph = element('p', 'text', text);
  paragraph.dir = 'auto';
  return paragraph;
}

function same(a, b) {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => a[key] === b[key]);
}
