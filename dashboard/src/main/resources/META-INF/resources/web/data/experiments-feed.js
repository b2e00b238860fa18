import { millis } from '../format.js';
import { experimentOf, listOf } from './shapes.js';
import { EventStream } from './stream.js';

/**
 * The newest experiments, live while somebody looks: a hidden tab closes its stream, as a browser has few connections to
 * a server, and catches up when it is shown. Listeners of `change` hear of each change.
 */
export class ExperimentsFeed extends EventTarget {
  constructor() {
    super();
    /** The newest first; null before they are known. */
    this.list = null;
    this.connection = 'connecting';
    this.problem = null;
    this.seen = () => this.follow();
    document.addEventListener('visibilitychange', this.seen);
    this.follow();
  }

  close() {
    this.closed = true;
    document.removeEventListener('visibilitychange', this.seen);
    this.stream?.close();
  }

  /** Asks again at once where the last answer was none. */
  retry() {
    this.stream?.wake();
  }

  follow() {
    if (document.hidden) {
      if (this.stream) this.lastEventId = this.stream.lastEventId;
      this.stream?.close();
      this.stream = null;
      return;
    }
    this.stream ??= new EventStream('/api/experiments/events', {
      lastEventId: this.lastEventId,
      onEvents: (changes) => changes.forEach((change) => this.take(change)),
      onState: (state, problem) => this.say({ connection: state, problem: problem ?? null }),
    });
  }

  take(change) {
    const all = change?.all === true;
    const experiments = listOf(change?.experiments, experimentOf);
    const known = all ? [] : (this.list ?? []).filter(({ id }) => !experiments.some((each) => each.id === id));
    this.say({ list: [...experiments, ...known].sort(newestFirst), problem: null });
  }

  say(what) {
    if (this.closed) return;
    Object.assign(this, what);
    this.dispatchEvent(new Event('change'));
  }
}

/** Waits until an experiment that was submitted is in the tables, as the recorder may be behind, or away; or for ever. */
export function recorded(id, signal) {
  return new Promise((resolve) => {
    const feed = new ExperimentsFeed();
    signal.addEventListener('abort', () => feed.close());
    feed.addEventListener('change', () => {
      if (!feed.list?.some((each) => each.id === id)) return;
      feed.close();
      resolve();
    });
  });
}

const newestFirst = (one, other) => (millis(other.submittedAt) ?? 0) - (millis(one.submittedAt) ?? 0) || (other.id > one.id ? 1 : -1);
