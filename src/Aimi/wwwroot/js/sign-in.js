// The page that asks who is there, where people have accounts.

import { signIn } from './session.js';

export class SignIn {
  #form = document.getElementById('sign-in');
  #trouble = document.getElementById('sign-in-trouble');
  #language;
  #problem = null;

  /** @param onSignedIn when somebody is. */
  constructor(onSignedIn) {
    this.#form.addEventListener('submit', async event => {
      event.preventDefault();
      const { email, password, submit } = this.#form.elements;
      submit.disabled = true;
      this.#problem = await signIn(email.value, password.value);
      submit.disabled = false;
      this.#show();
      if (this.#problem) {
        password.select();
        return;
      }
      this.#form.reset();
      this.#form.hidden = true;
      onSignedIn();
    });
  }

  open() {
    this.#form.hidden = false;
    this.#form.elements.email.focus();
  }

  speak(language) {
    this.#language = language;
    this.#show();
  }

  #show() {
    const key = `sign_in.${this.#problem}`;
    this.#trouble.textContent = this.#problem ? this.#language.t(this.#language.has(key) ? key : 'error.unknown') : '';
  }
}
