import { call, Problem, problemOf } from './api.js';
import { parse } from './json.js';

/** Without data for longer than two heartbeats (lossline.event-stream-heartbeat), the connection is considered dead. */
const SILENCE_MS = 25_000;
const RETRY_MS = [500, 1_000, 2_000, 5_000];

/**
 * Server-Sent Events that continue after the last event received. Uses `fetch`, because EventSource neither exposes
 * heartbeats nor reconnects after a response such as 503.
 */
export class EventStream {
  /**
   * @param path where the events are
   * @param lastEventId the event after which to continue
   * @param onEvents gets lists of parsed events
   * @param onState gets `connecting`, `live` or `lost`, and with `lost` the problem if the server said why
   */
  constructor(path, { lastEventId, onEvents, onState }) {
    Object.assign(this, { path, lastEventId, onEvents, onState });
    this.closed = false;
    this.failures = 0;
    this.wake = () => this.wakeUp?.();
    window.addEventListener('online', this.wake);
    this.run();
  }

  close() {
    this.closed = true;
    window.removeEventListener('online', this.wake);
    this.connection?.abort();
    this.wakeUp?.();
  }

  async run() {
    this.onState('connecting');
    while (!this.closed) {
      // Network errors are not shown; problems reported by the server are.
      const problem = await this.connect().catch((e) => (e instanceof Problem ? e : null));
      if (this.closed) return;
      // A position that the server rejects stays invalid.
      if (problem?.status === 400) this.lastEventId = null;
      this.onState('lost', problem);
      await this.pause(RETRY_MS[Math.min(this.failures++, RETRY_MS.length - 1)]);
    }
  }

  pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async connect() {
    this.connection = new AbortController();
    const { connection } = this;
    let heard = performance.now();
    // Polls a timestamp instead of resetting a timer for each of a thousand events per second.
    const watchdog = setInterval(() => performance.now() - heard > SILENCE_MS && connection.abort(), SILENCE_MS / 5);
    try {
      const response = await call(this.path, {
        signal: connection.signal,
        headers: {
          Accept: 'text/event-stream',
          ...(this.lastEventId ? { 'Last-Event-ID': this.lastEventId } : {}),
        },
        cache: 'no-store',
      });
      if (!response.ok) throw await problemOf(response);
      this.onState('live');
      this.failures = 0;
      const messagesOf = parser();
      const decoder = new TextDecoder();
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        heard = performance.now();
        const messages = messagesOf(decoder.decode(value, { stream: true }));
        if (messages.length === 0 || this.closed) continue;
        this.onEvents(messages.flatMap(({ data }) => parsed(data)));
        this.lastEventId = messages.at(-1).id ?? this.lastEventId;
      }
    } finally {
      clearInterval(watchdog);
    }
  }
}

/** The event of a message; null if it is not JSON, because one message must not end the stream. */
function parsed(data) {
  try {
    return [parse(data)];
  } catch {
    return [];
  }
}

/** Parses messages `{ id, data }` from chunks of the stream's text. */
export function parser() {
  let rest = '';
  let message = { data: [] };
  return (text) => {
    const messages = [];
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const raw of lines) {
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      if (line === '') {
        if (message.data.length > 0) messages.push({ id: message.id, data: message.data.join('\n') });
        message = { data: [] };
      } else if (line.startsWith('data:')) {
        message.data.push(line.slice(5).replace(/^ /, ''));
      } else if (line.startsWith('id:')) {
        message.id = line.slice(3).trim();
      }
    }
    return messages;
  };
}
