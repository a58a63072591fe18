// Asks who is there before what outlasts the session: the device may lie open in front of somebody else.

import { call, Problem } from './api.js';
import { element } from './element.js';
import { askPasskey, beginProving, canUsePasskeys } from './session.js';

export class Reauthentication {
  #dialog = document.getElementById('reauthenticate');
  #form = document.getElementById('reauthenticate-form');
  #trouble = document.getElementById('reauthenticate-trouble');
  #others = document.getElementById('reauthenticate-others');
  #language;
  #problem = null;
  #providers = [];
  #answer = null; // of who waits for it

  constructor() {
    const { password, passkey, cancel } = this.#form.elements;
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#try(() => call('POST', 'auth/reauthenticate', { body: { password: password.value } }));
    });
    passkey.addEventListener('click', () => this.#try(async () => {
      const { problem, signed } = await askPasskey();
      if (problem) throw new Problem(problem);
      await call('POST', 'auth/reauthenticate/passkey', { body: signed });
    }));
    cancel.addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('close', () => this.#settle(false));
  }

  /** @param methods what the server offers. */
  offer(methods) {
    this.#form.elements.passkey.hidden = !(methods.passkeys && canUsePasskeys());
    this.#providers = methods.providers ?? [];
    this.#show();
  }

  /** Whether the person proved who they are. */
  ask() {
    this.#dialog.showModal();
    this.#form.elements.password.focus();
    return new Promise(resolve => { this.#answer = resolve; });
  }

  speak(language) {
    this.#language = language;
    this.#show();
  }

  #show() {
    const language = this.#language;
    this.#others.replaceChildren(...this.#providers.map(({ name, display_name }) => {
      const link = element('button', 'suggestion', language.t('sign_in.with').replace('{name}', () => display_name));
      link.type = 'button';
      link.addEventListener('click', () => beginProving(name));
      return link;
    }));
    this.#say();
  }

  async #try(prove) {
    const { password, submit, passkey } = this.#form.elements;
    submit.disabled = passkey.disabled = true;
    this.#problem = await prove().then(() => null, problem => problem.code ?? 'unknown');
    submit.disabled = passkey.disabled = false;
    this.#say();
    if (this.#problem) password.select();
    else this.#settle(true);
  }

  // What is closed holds no password.
  #settle(proved) {
    const answer = this.#answer;
    this.#answer = this.#problem = null;
    this.#form.reset();
    this.#say();
    if (this.#dialog.open) this.#dialog.close();
    answer?.(proved);
  }

  #say() {
    const key = ['reauthenticate', 'account', 'sign_in', 'error'].map(group => `${group}.${this.#problem}`).find(each => this.#language.has(each));
    this.#trouble.textContent = this.#problem ? this.#language.t(key ?? 'error.unknown') : '';
  }
}
