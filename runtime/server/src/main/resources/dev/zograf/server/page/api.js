// Speaks with the server. The key, if one is needed, goes along as a header and is kept for this tab only.
import { parse, write } from './json.js';

const STORED = 'zograf-key';

/** An answer that says no: its status, what is wrong for people, and the single mistakes of a workflow. */
export class Refused extends Error {
  constructor(status, body) {
    super(body?.detail ?? `The server answered ${status}.`);
    this.status = status;
    this.problems = body?.problems ?? [];
    this.seconds = body?.retry_after;
  }
}

let askForKey = async () => undefined;
let asking;

/** Sets what asks for a key; it resolves to one, and rejects if there will be none. */
export function whenKeyIsNeeded(ask) {
  askForKey = ask;
}

export function hasKey() {
  return sessionStorage.getItem(STORED) !== null;
}

export function setKey(key) {
  sessionStorage.setItem(STORED, key);
}

export function forgetKey() {
  sessionStorage.removeItem(STORED);
}

/** A request that was answered well; if the server wants a key, it is asked for first. */
export async function request(path, options = {}) {
  for (;;) {
    const used = sessionStorage.getItem(STORED);
    const headers = { ...options.headers, ...(used ? { Authorization: `Bearer ${used}` } : {}) };
    // Without credentials the browser does not ask for a password of its own.
    const response = await fetch(path, { ...options, headers, credentials: 'omit' });
    if (response.ok) {
      return response;
    }
    if (response.status === 401) {
      if (sessionStorage.getItem(STORED) === used) {
        asking ??= askForKey(used !== null).finally(() => { asking = undefined; });
        await asking;
      }
      continue;
    }
    throw new Refused(response.status, await body(response));
  }
}

async function body(response) {
  try {
    return parse(await response.text());
  } catch {
    return undefined;
  }
}

async function json(path, options) {
  const text = await (await request(path, options)).text();
  return text ? parse(text) : undefined;
}

export const get = (path) => json(path);

export const send = (method, path, value) => json(path, {
  method, headers: { 'Content-Type': 'application/json' }, body: write(value ?? {}),
});

export const remove = (path) => json(path, { method: 'DELETE' });

export const blob = async (path) => (await request(path)).blob();

/** Uploads a picture: its name, size and address. */
export function upload(file, name) {
  const form = new FormData();
  form.append('file', file, name);
  return json('/v1/files', { method: 'POST', body: form });
}
