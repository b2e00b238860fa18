import { parse } from './json.js';
import { violationsOf } from './shapes.js';
import { askForToken, token } from './token.js';

/** A refusal of the API (RFC 9457), or of the way to it; `status` is 0 where nothing answered. */
export class Problem extends Error {
  constructor(status, title, detail, violations = []) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.violations = violations;
  }
}

/** What an answer that is no success says. */
export async function problemOf(response) {
  const type = response.headers.get('Content-Type') ?? '';
  const body = (type.includes('json') && (await response.json().catch(() => null))) || {};
  const title = body.title ?? `The server answered ${response.status}`;
  return new Problem(response.status, title, body.detail, violationsOf(body.violations));
}

/** An answer, of whatever status; a problem where there is none. */
export async function call(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (e) {
    if (e.name === 'AbortError') throw e;
    throw new Problem(0, 'The orchestrator does not answer', 'It may be restarting; this page tries again by itself.');
  }
  return response;
}

/** The JSON at an address of the API. */
export async function get(path, { signal } = {}) {
  const response = await call(path, { signal, headers: { Accept: 'application/json' } });
  if (!response.ok) throw await problemOf(response);
  return parse(await response.text());
}

/** The YAML at an address of the API. */
export async function getYaml(path, { signal } = {}) {
  const response = await call(path, { signal, headers: { Accept: 'application/yaml' } });
  if (!response.ok) throw await problemOf(response);
  return response.text();
}

/** Sends something, and asks for the API token where the server wants one. */
export async function post(path, { body, type = 'application/json', signal, headers = {} } = {}) {
  const send = () =>
    call(path, {
      method: 'POST',
      body,
      signal,
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': type }),
        ...(token() ? { Authorization: `Bearer ${token()}` } : {}),
        ...headers,
      },
    });
  let response = await send();
  while (response.status === 401 && (await askForToken(Boolean(token())))) response = await send();
  if (!response.ok) throw await problemOf(response);
  return parse(await response.text());
}
