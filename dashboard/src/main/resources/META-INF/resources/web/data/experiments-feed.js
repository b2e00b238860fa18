import { get } from './api.js';
import { experimentOf, listOf, pageOf } from './shapes.js';
import { EventStream } from './stream.js';

/** As many as a page of the list has, and as the server gives at most. */
const PAGE_SIZE = 100;
const MAX_SIZE = 1_000;

/** Typing and bursts of changes are waited for before the list is asked for again. */
const RELOAD_MS = 300;

/** The stream tells of the newest experiments alone; what else is shown is asked for every so often. */
const STREAMED = 200;
const LOOK_MS = 15_000;

/**
 * A list of experiments, filtered by the server, live while somebody looks: it is loaded once, and then the stream tells
 * what has changed. A hidden tab closes its stream, as a browser has few connections to a server, and catches up when it
 * is shown. Listeners of `change` hear of each change.
 */
export class ExperimentsFeed extends EventTarget {
  /** @param filter parameters of `GET /api/experiments`, such as `{ q, state }` */
  constructor(filter = {}) {
    super();
    this.filter = filter;
    /** The newest first; null before they are known. */
    this.list = null;
    /** How many match, and the cursor of those that are not loaded yet. */
    this.total = 0;
    this.next = null;
    this.connection = 'connecting';
    this.problem = null;
    this.loads = 0;
    this.seen = () => this.follow();
    document.addEventListener('visibilitychange', this.seen);
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.follow();
  }

  close() {
    this.closed = true;
    document.removeEventListener('visibilitychange', this.seen);
    clearInterval(this.timer);
    clearTimeout(this.reloading);
    this.stream?.close();
  }

  /** Asks again at once if the last answer was none. */
  retry() {
    this.stream?.wake();
    this.load();
  }

  /** Asks for the experiments of another filter. */
  show(filter) {
    if (JSON.stringify(filter) === JSON.stringify(this.filter)) return;
    this.filter = filter;
    this.reloadSoon();
  }

  follow() {
    if (document.hidden) {
      this.stream?.close();
      this.stream = null;
      return;
    }
    this.stream ??= new EventStream('/api/experiments/events?all=false', {
      onEvents: (changes) => changes.forEach((change) => this.take(change)),
      onState: (state, problem) => {
        // Once the stream is open it tells of every change, so nothing falls between the list and it.
        if (state === 'live' || (state === 'lost' && this.list === null)) this.load();
        this.say({ connection: state, problem: problem ?? this.problem });
      },
    });
  }

  /** Loads the part of the list that is shown; an answer that a later one has overtaken is dropped. */
  async load() {
    const load = ++this.loads;
    try {
      const page = await this.read({ limit: Math.min(MAX_SIZE, Math.max(PAGE_SIZE, this.list?.length ?? 0)) });
      if (load === this.loads) this.say({ list: page.experiments, total: page.total, next: page.next, problem: null });
    } catch (problem) {
      if (load === this.loads) this.say({ problem });
    }
  }

  /** Loads the next page behind those that are shown. */
  async more() {
    const load = ++this.loads;
    try {
      const page = await this.read({ limit: PAGE_SIZE, after: this.next });
      if (load === this.loads) this.say({ list: [...this.list, ...page.experiments], total: page.total, next: page.next, problem: null });
    } catch (problem) {
      if (load === this.loads) this.say({ problem });
    }
  }

  async read(parameters) {
    const given = Object.entries({ ...this.filter, ...parameters }).filter(([, value]) => value);
    return get(`/api/experiments?${new URLSearchParams(given)}`).then(pageOf);
  }

  /** Puts changes into the rows that are shown. One of another experiment, or under a filter, may change which they are. */
  take(change) {
    if (this.list === null) return;
    const experiments = listOf(change?.experiments, experimentOf);
    const changed = new Map(experiments.map((each) => [each.id, each]));
    const known = new Set(this.list.map(({ id }) => id));
    this.say({ list: this.list.map((each) => changed.get(each.id) ?? each) });
    const filtered = Object.values(this.filter).some(Boolean);
    if (filtered || experiments.some(({ id }) => !known.has(id))) this.reloadSoon();
  }

  reloadSoon() {
    this.reloading ??= setTimeout(() => {
      this.reloading = null;
      this.load();
    }, RELOAD_MS);
  }

  look() {
    if (!document.hidden && (this.list?.length ?? 0) > STREAMED) this.load();
  }

  say(what) {
    if (this.closed) return;
    Object.assign(this, what);
    this.dispatchEvent(new Event('change'));
  }
}

/** Waits until an experiment that was submitted is in the tables, as the recorder may be behind, or away; or forever. */
export function recorded(id, signal) {
  return new Promise((resolve) => {
    const feed = new ExperimentsFeed({ id });
    signal.addEventListener('abort', () => feed.close());
    feed.addEventListener('change', () => {
      if (!feed.list?.some((each) => each.id === id)) return;
      feed.close();
      resolve();
    });
  });
}
