// Who is signed in. Without accounts nobody need be, and all of this does nothing.

/** The access token lives here, in the page's memory; the refresh token in a cookie that no script reads. */
const early = 30_000; // renewed so long before it is over

// This page went to a provider for something else than to sign in: to add a way in, or to prove who is there.
const errands = { 'aimi.linking': 'auth/identities/exchange', 'aimi.proving': 'auth/reauthenticate/exchange' };
let mode = null; // null: nobody said yet
let token = null;
let validUntil = 0;
let renewing = null;

/** Told when nobody is signed in any more. */
export const session = new EventTarget();

/** Whether the conversation may begin: there are no accounts, a provider sent the person back, or a cookie from before still signs in. */
export async function begin() {
  const methods = await (await fetch('auth/methods', { headers: { accept: 'application/json' } })).json();
  mode = methods.mode;
  const returned = new URLSearchParams(location.hash.slice(1));
  const [code, failure] = [returned.get('sign_in'), returned.get('sign_in_error')];
  if (code || failure) history.replaceState(null, '', location.pathname); // good once, and nobody's to keep
  const errand = Object.keys(errands).find(each => sessionStorage.getItem(each) !== null);
  for (const each of Object.keys(errands)) sessionStorage.removeItem(each);
  if (errand && (code || failure)) return { methods, signedIn: await renew(), returned: { path: errands[errand], code, problem: failure } };
  const refused = code ? await enter('auth/exchange', { code }) : failure;
  const problem = refused === 'unauthenticated' ? 'expired' : refused;
  return { methods, problem, signedIn: !hasAccounts() || token !== null || await renew() };
}

export const hasAccounts = () => mode === 'multi';

/** @returns null when it worked, else the code of the problem. */
export const signIn = (email, password) => enter('auth/sign-in', { email, password });

/** As signIn, with a passkey of this device or a phone. */
export async function signInWithPasskey() {
  const { problem, signed } = await askPasskey();
  return problem ?? enter('auth/passkeys/sign-in', signed);
}

/** What a passkey signed, or the code of the problem. */
export async function askPasskey() {
  const asked = await post('auth/passkeys/sign-in/options', {}).catch(() => null);
  if (!asked?.ok) return { problem: asked ? await codeOf(asked) : 'offline' };
  const { ticket, options } = await asked.json();
  try {
    const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    return { signed: { ticket, credential: credential.toJSON() } };
  } catch {
    return { problem: 'cancelled' };
  }
}

export const canUsePasskeys = () => typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;

/** Leaves for a provider; back here, its account becomes a way in of who is signed in. */
export const beginLinking = provider => leave('aimi.linking', provider);

/** Leaves for a provider; back here, its account has told who is there. */
export const beginProving = provider => leave('aimi.proving', provider);

function leave(errand, provider) {
  sessionStorage.setItem(errand, provider);
  location.assign(`auth/oidc/${encodeURIComponent(provider)}/start?return=/`);
}

async function enter(path, body) {
  const response = await post(path, { ...body, device: deviceName(), cookie: true }).catch(() => null);
  if (!response) return 'offline';
  if (!response.ok) return codeOf(response);
  accept(await response.json());
  return null;
}

async function codeOf(response) {
  const problem = await response.json().catch(() => ({}));
  return problem.code ?? 'unknown';
}

export async function signOut() {
  await post('auth/sign-out', {}).catch(() => null);
  token = null;
}

/** As fetch, in the person's name; a token that ran out is renewed once. */
export async function authorised(path, options = {}) {
  if (!hasAccounts()) return fetch(path, options);
  if (Date.now() > validUntil - early) await renew();
  const response = await fetch(path, signed(options));
  return response.status === 401 && await renew() ? fetch(path, signed(options)) : response;
}

/** Where the socket connects; with accounts each time with a ticket of its own, since a browser sends no header with it. */
export async function socketAddress(url) {
  if (mode === null && !(await begin()).signedIn) session.dispatchEvent(new Event('ended'));
  if (!hasAccounts()) return url;
  const response = await authorised('auth/tickets', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  if (!response.ok) throw new Error(`ticket: ${response.status}`);
  const { ticket } = await response.json();
  return Object.assign(new URL(url), { search: new URLSearchParams({ ticket }) });
}

// Two requests that find the token over renew it once.
function renew() {
  renewing ??= refresh().finally(() => { renewing = null; });
  return renewing;
}

async function refresh() {
  const response = await post('auth/refresh', {}).catch(() => null);
  if (response?.ok) {
    accept(await response.json());
    return true;
  }
  if (response?.status === 401) {
    const wasSignedIn = token !== null;
    token = null;
    if (wasSignedIn) session.dispatchEvent(new Event('ended'));
  }
  return false;
}

function accept({ access_token, expires_in }) {
  token = access_token;
  validUntil = Date.now() + expires_in * 1000;
}

function signed(options) {
  return { ...options, headers: { ...options.headers, ...(token && { authorization: `Bearer ${token}` }) } };
}

function post(path, body) {
  return fetch(path, { method: 'POST', headers: { accept: 'application/json', 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

export function deviceName() {
  const browser = ['Firefox', 'Edg', 'OPR', 'Chrome', 'Safari'].find(name => navigator.userAgent.includes(name)) ?? 'Browser';
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac', 'Linux'].find(name => navigator.userAgent.includes(name));
  return [{ Edg: 'Edge', OPR: 'Opera' }[browser] ?? browser, system].filter(Boolean).join(' · ');
}
