// Quick add: a sentence becomes a task, an event, a reminder, a habit or a goal. While it is typed, what it will be is shown.

import { call, Problem } from './api.js';
import { uuid7 } from './ids.js';
import { QuickPreview } from './quick-preview.js';
import { isForChat, kindOf, needsWhen, planOf, titleOf, whenOf } from './reading.js';

/** Typing pauses this long before the sentence is read, in milliseconds. */
const pause = 150;

export class QuickAdd {
  #dialog = document.getElementById('quick');
  #text = document.getElementById('quick-text');
  #kind = document.getElementById('quick-kind');
  #preview;
  #onAsk;
  #timer = 0;
  #asking = new AbortController();
  #reading; // { text, answer } of what was read last
  #choice; // a candidate of the question; null: without a time
  #chosenKind;
  #sent = {}; // the last POST: trying the same again adds nothing twice
  #busy = false;

  /** @param onAsk is given a sentence that is not a plan, for the conversation. */
  constructor(onAsk) {
    this.#onAsk = onAsk;
    this.#preview = new QuickPreview({ onChoose: candidate => this.#choose(candidate), onUndo: added => this.#undo(added) });
    this.#text.addEventListener('input', () => this.#typed());
    this.#text.addEventListener('keydown', event => {
      if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#submit();
    });
    this.#kind.addEventListener('change', () => {
      this.#chosenKind = this.#kind.value;
      this.#show();
    });
    document.getElementById('quick-form').addEventListener('submit', event => {
      event.preventDefault();
      this.#submit();
    });
    document.getElementById('quick-close').addEventListener('click', () => this.#dialog.close());
    // What is outside of the dialog's box belongs to its backdrop.
    this.#dialog.addEventListener('pointerdown', event => event.target === this.#dialog && this.#dialog.close());
  }

  speak(language) {
    this.#preview.speak(language);
    if (this.#reading) this.#show();
  }

  open() {
    if (this.#dialog.open) return;
    this.#preview.forget();
    this.#dialog.showModal();
    this.#text.focus();
    this.#reading = undefined; // what was left here is read by the clock of now
    this.#typed();
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#choice = undefined;
    this.#preview.typed(this.#text.value);
    if (this.#text.value.trim()) this.#timer = setTimeout(() => this.#read().catch(problem => this.#failed(problem)), pause);
    else this.#reading = this.#chosenKind = undefined;
  }

  /** The reading of what stands in the field. */
  async #read() {
    const text = this.#text.value;
    if (this.#reading?.text === text) return;
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#asking = new AbortController();
    const answer = await call('POST', 'parse', { body: { text }, signal: this.#asking.signal });
    this.#reading = { text, answer };
    this.#show();
  }

  /** What will be made of it, as the person sees it. */
  #plan() {
    const { text, answer } = this.#reading;
    const asks = answer.question !== undefined && this.#choice === undefined;
    const when = asks ? undefined : this.#choice === undefined ? whenOf(answer) : this.#choice ?? undefined;
    const likely = asks ? answer.question.candidates[0] : when;
    const meant = kindOf(answer, likely);
    const kind = this.#chosenKind ?? (this.#choice === null && needsWhen(meant) ? 'task' : meant);
    return { text, answer, when, kind, title: titleOf(text, answer, likely), forChat: isForChat(answer), asks };
  }

  #show() {
    this.#preview.show(this.#plan());
  }

  #choose(candidate) {
    this.#choice = candidate;
    this.#show();
    this.#text.focus();
  }

  async #submit() {
    if (this.#busy || !this.#text.value.trim()) return;
    this.#busy = this.#text.readOnly = true;
    try {
      await this.#read();
      const plan = this.#plan();
      if (plan.forChat) this.#ask(plan.text);
      else if (plan.asks) this.#preview.answerFirst();
      else if (needsWhen(plan.kind) && !plan.when) this.#preview.trouble('quick.needs_time');
      else await this.#add(plan);
    } catch (problem) {
      this.#failed(problem);
    } finally {
      this.#busy = this.#text.readOnly = false;
    }
  }

  async #add(plan) {
    const { path, body } = planOf(plan.kind, plan.title, plan.when, plan.answer.intent?.slots);
    const asked = JSON.stringify({ path, body });
    if (this.#sent.asked !== asked) this.#sent = { asked, key: uuid7() };
    const { id } = await call('POST', path, { body, key: this.#sent.key });
    this.#sent = {};
    this.#clear();
    this.#preview.added({ ...plan, path: `${path}/${id}` });
  }

  #ask(text) {
    this.#clear();
    this.#dialog.close();
    this.#onAsk(text.trim());
  }

  async #undo(added) {
    try {
      await call('DELETE', added.path);
    } catch (problem) {
      // Gone already is what was asked for.
      if (problem.code !== 'not_found') return this.#failed(problem);
    }
    this.#preview.undone(added);
    this.#text.focus();
  }

  #clear() {
    this.#text.value = '';
    this.#typed();
    this.#text.focus();
  }

  #failed(problem) {
    if (problem instanceof Problem) this.#preview.failed(problem.code);
    else if (problem.name !== 'AbortError') throw problem;
  }
}
