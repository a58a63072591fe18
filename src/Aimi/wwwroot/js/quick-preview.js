// What quick add shows: the words that were understood, what they will be, what has to be asked, what was added.

import { element } from './element.js';
import { pieces } from './reading.js';
import { whenWords } from './when.js';

export class QuickPreview {
  #at = Object.fromEntries(['marks', 'kind', 'what', 'question', 'asked', 'candidates', 'trouble', 'submit', 'done'].map(id => [id, document.getElementById(`quick-${id}`)]));
  #language;
  #onChoose;
  #onUndo;
  #rows = new Map(); // what was added → its row

  constructor({ onChoose, onUndo }) {
    this.#onChoose = onChoose;
    this.#onUndo = onUndo;
  }

  speak(language) {
    this.#language = language;
    this.#at.submit.textContent = language.t('quick.add');
  }

  /** Opened anew: what was added before is history. */
  forget() {
    this.#rows.clear();
    this.#at.done.replaceChildren();
    this.#at.trouble.textContent = '';
  }

  /** The sentence changed, and is not read yet. */
  typed(text) {
    this.#at.marks.replaceChildren(text);
    this.#at.trouble.textContent = '';
    if (text.trim()) return; // what stands there is replaced in a moment
    this.#at.kind.hidden = this.#at.question.hidden = true;
    this.#at.what.replaceChildren();
    this.#at.submit.textContent = this.#language.t('quick.add');
  }

  show(plan) {
    const { text, answer, kind, forChat, asks } = plan;
    this.#at.marks.replaceChildren(...pieces(text, answer.dates.length ? answer.dates : plan.when ? [plan.when] : answer.question?.candidates.slice(0, 1) ?? [])
      .map(piece => piece.marked ? element('mark', null, piece.text) : piece.text));
    this.#at.kind.hidden = forChat;
    this.#at.kind.value = kind;
    this.#at.what.replaceChildren(...(forChat ? [this.#language.t('quick.for_chat')] : this.#words(plan)));
    this.#at.submit.textContent = this.#language.t(forChat ? 'quick.ask' : 'quick.add');
    if (answer.also && !forChat) this.#at.what.append(element('span', 'aside', this.#language.t('quick.first_only')));
    this.#at.question.hidden = !answer.question || forChat;
    if (answer.question && !forChat) this.#askAbout(answer.question, plan.when, asks, answer.now);
  }

  /** Nothing is added before the question is answered. */
  answerFirst() {
    this.#at.candidates.querySelector('button').focus();
  }

  trouble(key) {
    this.#at.trouble.textContent = this.#language.t(key);
  }

  failed(code) {
    this.trouble(this.#language.has(`error.${code}`) ? `error.${code}` : 'quick.failed');
  }

  added(plan) {
    const undo = element('button', 'link', this.#language.t('quick.undo'));
    undo.type = 'button';
    undo.addEventListener('click', () => this.#onUndo(plan));
    const said = element('span', null, this.#sentence(plan));
    const row = element('li', null, said, undo);
    this.#rows.set(plan, row);
    this.#at.done.prepend(row);
    this.#at.what.replaceChildren(element('span', 'unseen', `${this.#language.t('quick.added')}: ${this.#sentence(plan)}`));
  }

  undone(plan) {
    const row = this.#rows.get(plan);
    row?.classList.add('undone');
    row?.querySelector('button').remove();
    this.#at.what.replaceChildren(element('span', 'unseen', `${this.#language.t('quick.undone')}: ${plan.title}`));
  }

  #words(plan) {
    const { title, when, answer } = plan;
    const times = plan.kind === 'habit' && answer.intent?.slots.times_per_week;
    const chips = (times ? [
      this.#language.t('quick.times_a_week', times),
      when?.repeat_rule && !when.all_day && when.from.slice(11, 16),
    ] : [
      when && whenWords(this.#language, when, answer.now),
      when?.repeat_rule && (when.repeats ?? this.#language.t('quick.repeats')),
      plan.kind === 'habit' && !when?.repeat_rule && this.#language.t('quick.daily'),
    ]).filter(Boolean);
    return [element('strong', null, title), ...chips.flatMap(chip => [element('span', 'unseen', ', '), element('span', 'chip', chip)])];
  }

  /** "Event: Dentist — Tomorrow, 10:00". */
  #sentence(plan) {
    const [title, ...chips] = this.#words(plan).filter(part => part.className !== 'unseen').map(part => part.textContent);
    return [`${this.#language.t(`kind.${plan.kind}`)}: ${title}`, chips.join(', ')].filter(Boolean).join(' — ');
  }

  #askAbout({ text, candidates }, chosen, asks, now) {
    this.#at.asked.textContent = text;
    const choices = [...candidates.map(candidate => [candidate, whenWords(this.#language, candidate, now), candidate === chosen]), [null, this.#language.t('quick.no_time'), !asks && !chosen]];
    this.#at.candidates.replaceChildren(...choices.map(([candidate, words, pressed]) => {
      const button = element('button', 'suggestion', words);
      button.type = 'button';
      button.setAttribute('aria-pressed', String(pressed));
      button.addEventListener('click', () => this.#onChoose(candidate));
      return button;
    }));
  }
}
