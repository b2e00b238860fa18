import { get } from './api.js';
import { experimentOf, listOf, pageOf } from './shapes.js';
import { EventStream } from './stream.js';

/** The size of a page of the list, and the maximum of the server. */
const PAGE_SIZE = 100;
const MAX_SIZE = 1_000;

/** Debounces typing and bursts of changes before the list is reloaded. */
const RELOAD_MS = 300;

/** The stream reports only the newest experiments; other rows are polled at this interval. */
const STREAMED = 200;
const LOOK_MS = 15_000;

/**
 * A list of experiments, filtered by the server and live while it is visible: it is loaded once and then updated from a
 * stream. A hidden tab closes its stream, because browsers limit the connections to a server, and catches up when it is
 * shown. Emits `change` for each change.
 */
export class ExperimentsFeed extends EventTarget {
  /** @param filter parameters of `GET /api/experiments`, such as `{ q, state }` */
  constructor(filter = {}) {
    super();
    this.filter = filter;
    /** The experiments, newest first; null until they are loaded. */
    this.list = null;
    /** The number of matches, and the cursor of the next page. */
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

  /** Retries at once if the last request failed. */
  retry() {
    this.stream?.wake();
    this.load();
  }

  /** Loads the experiments of another filter. */
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
        // Loaded after the stream is open, so no change is missed.
        if (state === 'live' || (state === 'lost' && this.list === null)) this.load();
        this.say({ connection: state, problem: problem ?? this.problem });
      },
    });
  }

  /** Reloads the visible part of the list. A response that a later one has overtaken is ignored. */
  async load() {
    const load = ++this.loads;
    try {
      const page = await this.read({ limit: Math.min(MAX_SIZE, Math.max(PAGE_SIZE, this.list?.length ?? 0)) });
      if (load === this.loads) this.say({ list: page.experiments, total: page.total, next: page.next, problem: null });
    } catch (problem) {
      if (load === this.loads) this.say({ problem });
    }
  }

  /** Loads the next page. */
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

  /** Applies changes to the visible rows. A new experiment, or a change under a filter, requires a reload. */
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

/** Waits until a submitted experiment is recorded; without end if the recorder is down. */
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
