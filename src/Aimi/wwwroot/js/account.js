// What is the person's own: the devices they are signed in on, the ways in, tokens for scripts, their data.

import { call, download, Problem } from './api.js';
import { element } from './element.js';
import { Reauthentication } from './reauthentication.js';
import { beginLinking, canUsePasskeys, deviceName } from './session.js';

// Each list of the account: where it is, and what is said of one of its items besides when it was used.
const lists = {
  sessions: { path: 'auth/sessions', name: item => item.device, remove: 'account.sign_out', fixed: item => item.current },
  passkeys: { path: 'auth/passkeys', name: item => item.name, remove: 'account.remove' },
  identities: { path: 'auth/identities', name: (item, providers) => [providers[item.provider] ?? item.provider, item.email].filter(Boolean).join(' · '), remove: 'account.remove' },
  tokens: { path: 'auth/tokens', name: item => item.name, remove: 'account.revoke' },
};

export class Account {
  #dialog = document.getElementById('account');
  #trouble = document.getElementById('account-trouble');
  #secret = document.getElementById('account-secret');
  #links = document.getElementById('account-links');
  #forms = Object.fromEntries(['passkey', 'token', 'password', 'export', 'delete'].map(name => [name, document.getElementById(`account-${name}`)]));
  #reauthentication = new Reauthentication();
  #items = {};
  #methods = {};
  #language;
  #problem = null;

  /** @param onDeleted when nothing is left of the person. */
  constructor(onDeleted) {
    document.getElementById('account-close').addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('close', () => this.#forget());
    this.#on('passkey', async () => {
      await addPasskey();
      await this.#reload('passkeys');
    });
    this.#on('token', async ({ elements: { name } }) => {
      const made = await call('POST', 'auth/tokens', { body: { name: name.value.trim() } });
      this.#secret.value = made.token;
      this.#secret.hidden = false;
      this.#secret.select();
      await this.#reload('tokens');
    });
    this.#on('password', async ({ elements: { current, next } }) => {
      await call('POST', 'auth/password', { body: { current_password: current.value, new_password: next.value } });
      await this.#reload('sessions'); // all others were signed out
    });
    this.#on('export', () => download('me/export', 'aimi.zip'));
    this.#on('delete', async ({ elements: { sure } }) => {
      if (!sure.checked) return;
      await call('DELETE', 'me');
      this.#dialog.close();
      onDeleted();
    });
  }

  /** @param methods what the server offers. */
  offer(methods) {
    this.#methods = methods;
    this.#reauthentication.offer(methods);
    this.#forms.passkey.hidden = !canUsePasskeys();
    section('passkeys').hidden = !methods.passkeys;
    section('identities').hidden = !methods.providers?.length && !methods.apple;
    this.#links.replaceChildren(...(methods.providers ?? []).map(({ name, display_name }) => {
      const link = element('button', 'suggestion', display_name);
      link.type = 'button';
      link.addEventListener('click', () => beginLinking(name));
      return link;
    }));
  }

  open() {
    if (this.#dialog.open) return;
    this.#dialog.showModal();
    this.#try(() => Promise.all(Object.keys(lists).filter(list => !section(list).hidden).map(list => this.#reload(list))));
  }

  /** Back from a provider, with a code of it for that path, or a word of what went wrong. */
  returned({ path, code, problem }) {
    this.open();
    this.#try(async () => {
      if (problem) throw new Problem(problem);
      await call('POST', path, { body: { code } });
      await this.#reload('identities');
    });
  }

  speak(language) {
    this.#language = language;
    this.#reauthentication.speak(language);
    for (const list of Object.keys(this.#items)) this.#show(list);
    this.#say();
  }

  #on(name, act) {
    const form = this.#forms[name];
    form.addEventListener('submit', async event => {
      event.preventDefault();
      const button = form.querySelector('[type=submit]');
      button.disabled = true;
      if (await this.#try(() => act(form))) form.reset();
      button.disabled = false;
    });
  }

  async #try(act) {
    this.#problem = null;
    try {
      await act().catch(async problem => {
        // What wants to know who is there goes on by itself once that is answered.
        if (problem.code !== 'reauthentication_required' || !await this.#reauthentication.ask()) throw problem;
        await act();
      });
    } catch (problem) {
      this.#problem = problem.code ?? 'unknown';
    }
    this.#say();
    return this.#problem === null;
  }

  async #reload(list) {
    const items = [];
    for (let cursor = null, page; page === undefined || cursor; cursor = page.next_cursor) {
      page = await call('GET', lists[list].path + (cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''));
      items.push(...page.items);
    }
    this.#items[list] = items;
    this.#show(list);
  }

  #show(list) {
    const t = this.#language.t.bind(this.#language);
    const { path, name, remove, fixed } = lists[list];
    const providers = Object.fromEntries([['apple', 'Apple'], ...(this.#methods.providers ?? []).map(each => [`oidc:${each.name}`, each.display_name])]);
    const rows = this.#items[list].map(item => {
      const when = fixed?.(item) ? t('account.this_device') : this.#language.day(item.last_used_at ?? item.created_at);
      const row = element('li', null, element('span', null, name(item, providers) || t('account.unnamed')), element('small', null, when));
      if (fixed?.(item)) return row;
      const button = element('button', 'link', t(remove));
      button.type = 'button';
      button.addEventListener('click', () => this.#try(async () => {
        button.disabled = true;
        await call('DELETE', `${path}/${item.id}`).finally(() => { button.disabled = false; });
        await this.#reload(list);
      }));
      row.append(button);
      return row;
    });
    section(list).querySelector('ul').replaceChildren(...(rows.length ? rows : [element('li', 'none', t('account.none'))]));
  }

  #say() {
    const key = ['account', 'sign_in', 'error'].map(group => `${group}.${this.#problem}`).find(each => this.#language.has(each));
    this.#trouble.textContent = this.#problem ? this.#language.t(key ?? 'error.unknown') : '';
    if (this.#problem) this.#trouble.scrollIntoView({ block: 'nearest' });
  }

  // A dialog that is closed holds no secret that was told once, and no password.
  #forget() {
    this.#secret.value = '';
    this.#secret.hidden = true;
    this.#problem = null;
    for (const form of Object.values(this.#forms)) form.reset();
  }
}

function section(list) {
  return document.getElementById(`account-${list}`);
}

/** On this device or a phone, as the browser asks the person. */
async function addPasskey() {
  const { ticket, options } = await call('POST', 'auth/passkeys/options', { body: {} });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = await navigator.credentials.create({ publicKey }).catch(({ name }) => {
    throw new Problem(name === 'InvalidStateError' ? 'passkey_known' : 'cancelled');
  });
  await call('POST', 'auth/passkeys', { body: { ticket, credential: credential.toJSON(), name: deviceName() } });
}
