import { parse } from './json.js';
import { violationsOf } from './shapes.js';
import { askForToken, token } from './token.js';

/** An error of the API (RFC 9457) or of the network; `status` is 0 if there was no response. */
export class Problem extends Error {
  constructor(status, title, detail, violations = []) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.violations = violations;
  }
}

/** The problem of an unsuccessful response. */
export async function problemOf(response) {
  const type = response.headers.get('Content-Type') ?? '';
  const body = (type.includes('json') && (await response.json().catch(() => null))) || {};
  const title = body.title ?? `The server returned ${response.status}`;
  return new Problem(response.status, title, body.detail, violationsOf(body.violations));
}

/** Returns the response, whatever its status; throws a problem if there is none. */
export async function call(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (e) {
    if (e.name === 'AbortError') throw e;
    throw new Problem(0, 'The orchestrator is not responding', 'It may be restarting; this page retries automatically.');
  }
  return response;
}

/** Gets JSON from the API. */
export async function get(path, { signal } = {}) {
  const response = await call(path, { signal, headers: { Accept: 'application/json' } });
  if (!response.ok) throw await problemOf(response);
  return parse(await response.text());
}

/** Gets YAML from the API. */
export async function getYaml(path, { signal } = {}) {
  const response = await call(path, { signal, headers: { Accept: 'application/yaml' } });
  if (!response.ok) throw await problemOf(response);
  return response.text();
}

/** Sends a POST request, and prompts for the API token if the server requires one. */
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
