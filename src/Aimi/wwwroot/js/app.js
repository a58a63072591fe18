// Wires the page: what the chat knows goes to the elements, what a person does goes to the chat.

import { Account } from './account.js';
import { BrowserPush } from './browser-push.js';
import { Chat } from './chat.js';
import { Composer } from './composer.js';
import { Health } from './health.js';
import { loadLanguage, preferredLanguage } from './i18n.js';
import { Log, stateOf } from './log.js';
import { introduce, tellLanguage } from './person.js';
import { QuickAdd } from './quick-add.js';
import { Scroll } from './scroll.js';
import { begin, hasAccounts, session, signOut, socketAddress } from './session.js';
import { SignIn } from './sign-in.js';
import { forgetAll } from './storage.js';
import { timeline } from './timeline.js';
import { Toasts } from './toasts.js';

const at = Object.fromEntries([...document.querySelectorAll('[id]')].map(element => [element.id, element]));
const socketUrl = Object.assign(new URL('ws/chat', location.href), { protocol: location.protocol.replace('http', 'ws') });

let language = await loadLanguage(preferredLanguage());
let pending = false;
let missed = 0; // replies that arrived below what the reader looks at

const chat = new Chat(() => socketAddress(socketUrl));
const toasts = new Toasts();
const health = new Health(render);
const scroll = new Scroll(at.scroller, { onMove: render, onNearStart: () => canLoad() && chat.loadOlder() });
const composer = new Composer(say);
const quickAdd = new QuickAdd(say);
const push = new BrowserPush(text => toasts.show(language, language.t(text)));
const signIn = new SignIn(enter);
const account = new Account(leave);
const log = new Log(at.log, {
  onRetry(id) {
    chat.retry(id);
    composer.focus();
  },
  onEdit(id) {
    const text = chat.withdraw(id);
    if (text !== null) composer.restore(text);
  },
  onAnswer(text) {
    say(text);
    composer.focus();
  },
});

chat.addEventListener('change', render);
chat.addEventListener('reply', ({ detail: message }) => {
  if (!scroll.atEnd) missed++;
  at.announcer.replaceChildren(`Aimi: ${message.text}`);
});
chat.addEventListener('failed', ({ detail: turn }) => at.announcer.replaceChildren(stateOf(turn, language)));
chat.addEventListener('notice', ({ detail }) => {
  const key = `error.${detail.code}`;
  toasts.show(language, detail.title ?? language.t(language.has(key) ? key : 'error.unknown'), detail.body);
});
document.addEventListener('visibilitychange', renderNow);
at['account-open'].addEventListener('click', () => account.open());
at['quick-open'].addEventListener('click', () => quickAdd.open());
document.addEventListener('keydown', event => {
  if (event.code !== 'KeyK' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault(); // some browsers search with it
  if (!at.app.hidden) quickAdd.open();
});
at.stop.addEventListener('click', () => { chat.stop(); composer.focus(); });
at.end.addEventListener('click', () => { chat.end(); composer.focus(); });
at.older.addEventListener('click', () => chat.loadOlder());
at.pill.addEventListener('click', () => { scroll.toEnd(); composer.focus(); });
at.reconnect.addEventListener('click', () => chat.connection.open());
at.welcome.addEventListener('click', event => event.target.matches('.suggestion') && composer.put(event.target.textContent));
for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', async () => {
    language = await loadLanguage(button.dataset.language);
    language.choose();
    speak();
    if (at.app.hidden) return; // nobody is signed in
    tellLanguage(language);
    push.start(); // what is shown while the page is closed follows
  });
}

at['sign-out'].addEventListener('click', async () => {
  await push.leave();
  await signOut();
  leave();
});
session.addEventListener('ended', leave);

speak();
start();

async function start() {
  let began;
  try {
    began = await begin();
  } catch {
    began = { signedIn: true }; // nobody answers: the connection says so, and tries again
  }
  account.offer(began.methods ?? {});
  if (!began.signedIn) return signIn.open(began);
  enter();
  if (began.returned) account.returned(began.returned);
}

function enter() {
  at.app.hidden = false;
  at['sign-out'].hidden = at['account-open'].hidden = !hasAccounts();
  composer.focus();
  chat.start();
  push.start();
  introduce(() => language);
}

// A page that begins anew holds nothing of who was here.
async function leave() {
  await push.silence();
  forgetAll();
  location.reload();
}

function say(text) {
  chat.send(text);
  scroll.toEnd();
}

function speak() {
  language.apply(document);
  scroll.during(at.log, () => log.speak(language));
  composer.speak(language);
  quickAdd.speak(language);
  push.speak(language);
  signIn.speak(language);
  account.speak(language);
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language.tag));
  }
  render();
}

// Many frames of the socket may arrive between two of the screen's; a hidden page has none of the screen's.
function render() {
  if (pending) return;
  pending = true;
  (document.hidden ? setTimeout : requestAnimationFrame)(renderNow);
}

function renderNow() {
  pending = false;
  const { conversation } = chat;
  if (!document.hidden) chat.read();
  if (scroll.atEnd) missed = 0;

  const rows = timeline(conversation, { connected: chat.connected, day: instant => language.day(instant) });
  scroll.during(at.log, () => {
    log.show(rows);
    renderOlder(conversation);
    at.welcome.hidden = rows.length > 0 || conversation.synced === null;
  });

  renderState();
  at.stop.hidden = !(chat.connected && conversation.replying);
  at.end.disabled = !(chat.connected && conversation.openSession);
  at.pill.hidden = scroll.atEnd;
  at['pill-text'].textContent = missed ? language.t('log.new', missed) : '';
  at.pill.setAttribute('aria-label', missed ? language.t('log.new', missed) : language.t('log.to_end'));
  const unread = conversation.unread.length;
  document.title = document.hidden && unread ? language.t('title.unread', unread) : 'Aimi';
}

function renderOlder(conversation) {
  const failed = chat.history === 'failed';
  at.older.hidden = !(failed || conversation.hasMore);
  at.older.disabled = chat.history === 'loading';
  at.older.textContent = language.t(failed ? 'log.failed' : chat.history === 'loading' ? 'log.loading' : 'log.older');
}

let lastState = null;
function renderState() {
  const { state } = chat.connection;
  // Asked when the socket opens or is lost, and each minute.
  if (state !== lastState && state !== 'connecting') health.ask();
  lastState = state;
  const troubled = state === 'online' && (health.status === 'degraded' || health.status === 'unavailable');
  const shown = troubled ? health.status : state;
  const text = language.t(`state.${shown}`);
  if (at['state-text'].textContent !== text) at['state-text'].textContent = text;
  at.state.dataset.state = shown;
  at.reconnect.hidden = state === 'online' || state === 'connecting';
}

function canLoad() {
  return chat.history === 'idle' && chat.conversation.hasMore;
}
