// The page that asks who is there, where people have accounts.

import { canUsePasskeys, signIn, signInWithPasskey } from './session.js';

export class SignIn {
  #form = document.getElementById('sign-in');
  #trouble = document.getElementById('sign-in-trouble');
  #others = document.getElementById('sign-in-others');
  #language;
  #providers = [];
  #problem = null;
  #onSignedIn;

  /** @param onSignedIn when somebody is. */
  constructor(onSignedIn) {
    this.#onSignedIn = onSignedIn;
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      const { email, password } = this.#form.elements;
      this.#try(() => signIn(email.value, password.value));
    });
    this.#form.elements.passkey.addEventListener('click', () => this.#try(signInWithPasskey));
  }

  /** @param methods what the server offers; `problem`: what became of coming back from a provider. */
  open({ methods, problem }) {
    this.#form.elements.passkey.hidden = !(methods.passkeys && canUsePasskeys());
    this.#providers = methods.providers ?? [];
    this.#problem = problem ?? null;
    this.#show();
    this.#form.hidden = false;
    this.#form.elements.email.focus();
  }

  speak(language) {
    this.#language = language;
    this.#show();
  }

  async #try(enter) {
    const { password, passkey, submit } = this.#form.elements;
    submit.disabled = passkey.disabled = true;
    this.#problem = await enter();
    submit.disabled = passkey.disabled = false;
    this.#show();
    if (this.#problem) {
      password.select();
      return;
    }
    this.#form.reset();
    this.#form.hidden = true;
    this.#onSignedIn();
  }

  #show() {
    const key = `sign_in.${this.#problem}`;
    this.#trouble.textContent = this.#problem ? this.#language.t(this.#language.has(key) ? key : 'error.unknown') : '';
    this.#others.replaceChildren(...this.#providers.map(({ name, display_name }) => {
      const link = document.createElement('a');
      link.className = 'suggestion';
      link.href = `auth/oidc/${encodeURIComponent(name)}/start?return=/`;
      link.textContent = this.#language.t('sign_in.with').replace('{name}', () => display_name);
      return link;
    }));
  }
}
