// Reminders in this browser, also while the page is closed: subscribes it to pushes, and takes that back.

import { call, Problem } from './api.js';
import { keep, recall } from './storage.js';

// A script's address, which the page's policy lets nobody make of a string but by name.
const worker = window.trustedTypes?.createPolicy('service-worker', { createScriptURL: () => 'sw.js' }).createScriptURL('') ?? 'sw.js';

const supported = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

/** What reminders go through where a person chose nothing. */
const usual = ['assistant_message'];

export class BrowserPush {
  #button = document.getElementById('notify');
  #onTrouble;
  #language;
  #on = false;
  #busy = false;

  /** @param onTrouble is given the key of a text. */
  constructor(onTrouble) {
    this.#onTrouble = onTrouble;
    this.#button.addEventListener('click', () => this.#toggle());
  }

  speak(language) {
    this.#language = language;
  }

  /** At each launch: a browser that is subscribed says so, for its address, language or zone may be another by now. */
  async start() {
    if (!supported) return;
    this.#button.hidden = false;
    const subscription = Notification.permission === 'granted' ? await current() : null;
    this.#show(Boolean(subscription));
    if (subscription) await this.#register(subscription).catch(passing);
  }

  /** Whoever signs out here is not reminded here any more. */
  async leave() {
    if (this.#on) await this.#turnOff().catch(passing);
  }

  /** Without asking the server, which learns of it from the push service: for whoever is signed out already. */
  async silence() {
    if (supported) await (await current())?.unsubscribe();
  }

  async #toggle() {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await (this.#on ? this.#turnOff() : this.#turnOn());
    } catch (problem) {
      this.#onTrouble(problem.code === 'denied' ? 'push.denied' : 'push.failed');
    } finally {
      this.#busy = false;
    }
  }

  async #turnOn() {
    if (await Notification.requestPermission() !== 'granted') throw new Problem('denied');
    await navigator.serviceWorker.register(worker);
    const { pushManager } = await navigator.serviceWorker.ready;
    const { public_key: applicationServerKey } = await call('GET', 'push/vapid-public-key');
    await (await pushManager.getSubscription())?.unsubscribe(); // one with another key can not be taken up
    await this.#register(await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }));
    await remind(channels => channels.includes('push') ? channels : [...channels, 'push']);
    this.#show(true);
  }

  async #turnOff() {
    await (await current())?.unsubscribe();
    this.#show(false);
    const id = recall('push.device');
    keep('push.device', null);
    if (id) await call('DELETE', `devices/${id}`).catch(gone);
    const { items } = await call('GET', 'devices');
    if (!items.some(device => device.active)) await remind(channels => channels.filter(channel => channel !== 'push'));
  }

  async #register(subscription) {
    const { endpoint: token, keys: { p256dh, auth } } = subscription.toJSON();
    const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const { id } = await call('POST', 'devices', { body: { platform: 'web', token, keys: { p256dh, auth }, locale: this.#language.tag, timezone } });
    keep('push.device', id);
  }

  #show(on) {
    this.#on = on;
    this.#button.setAttribute('aria-pressed', String(on));
  }
}

async function current() {
  return (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription();
}

async function remind(change) {
  const { channels = usual } = await call('GET', 'me');
  const wanted = change(channels);
  if (wanted !== channels) await call('PATCH', 'me', { body: { channels: wanted.length ? wanted : null } });
}

/** Next time it is told again. */
function passing(problem) {
  if (!(problem instanceof Problem)) throw problem;
}

function gone(problem) {
  if (problem.code !== 'not_found') throw problem;
}
