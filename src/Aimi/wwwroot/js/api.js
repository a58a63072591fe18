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

async function codeOf(response) {
  try {
    return (await response.json()).code;
  } catch {
    return 'unknown'; // of whoever stands between here and the server
  }
}
