// Requests to the resources of the contract.

import { authorised } from './session.js';

/** What the server refused, or that nobody answered: `code` is the contract's, or `offline`. */
export class Problem extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** Gives the body of the answer, null where it has none. With a `key` the request may be sent again without a second effect. */
export async function call(method, path, { body, key, signal } = {}) {
  const headers = { accept: 'application/json', ...(body && { 'content-type': 'application/json' }), ...(key && { 'idempotency-key': key }) };
  let response;
  try {
    response = await authorised(path, { method, headers, signal, body: body && JSON.stringify(body) });
  } catch (error) {
    throw error.name === 'AbortError' ? error : new Problem('offline');
  }
  if (!response.ok) throw new Problem(await codeOf(response));
  return response.status === 204 ? null : response.json();
}

/** Saves as a file what the path answers. */
export async function download(path, name) {
  const response = await authorised(path).catch(() => { throw new Problem('offline'); });
  if (!response.ok) throw new Problem(await codeOf(response));
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(await response.blob()), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers read it only after the click
}

async function codeOf(response) {
  try {
    return (await response.json()).code;
  } catch {
    return 'unknown'; // of whoever stands between here and the server
  }
}
