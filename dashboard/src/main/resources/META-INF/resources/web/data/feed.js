import { get } from './api.js';
import { Curve } from './curve.js';
import { applyEvent } from './events.js';
import { EventStream } from './stream.js';

/** The tables follow the log within a moment: a look after that, and a later one for what took longer. */
const REFRESH_MS = [600, 3_000];
const LOOK_MS = 15_000;

/** Events come one by one, hundreds of them between two frames: listeners hear of all that came within one. */
const FRAME_MS = 16;
const FINAL = ['completed', 'failed', 'cancelled'];

/** Most curves that are loaded and drawn; the table has all trials. */
export const MOST_CURVES = 1_000;

/** Whether a trial or an experiment stays as it is. */
export const isFinal = (state) => FINAL.includes(state);

/**
 * An experiment as it is and as it goes on: its trials and their curves, loaded once and kept live by its events.
 * Listeners of `change` are for what people read, those of `curves` for what is drawn.
 */
export class ExperimentFeed extends EventTarget {
  /** @param number of the one trial that is wanted; all without */
  constructor(id, number) {
    super();
    this.id = id;
    this.number = number;
    this.experiment = null;
    this.trials = new Map();
    this.curves = new Map();
    this.connection = 'connecting';
    this.problem = null;
    this.timers = new Set();
    this.closed = false;
    this.seen = () => this.follow();
    document.addEventListener('visibilitychange', this.seen);
    this.start();
  }

  close() {
    this.closed = true;
    document.removeEventListener('visibilitychange', this.seen);
    this.stream?.close();
    this.timers.forEach(clearTimeout);
    clearTimeout(this.told);
  }

  later(ms, what) {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      what();
    }, ms);
    this.timers.add(timer);
  }

  tell(type) {
    if (!this.closed) this.dispatchEvent(new Event(type));
  }

  async start() {
    try {
      await this.load();
      this.problem = null;
      this.follow();
      this.look();
    } catch (problem) {
      this.problem = problem;
      if (problem.status === 0 || problem.status === 503) this.later(2_000, () => this.start());
    }
    this.tell('change');
  }

  async load() {
    await this.refresh();
    const range = this.number ? `after=${this.number - 1}&limit=1&points=10000` : `limit=${MOST_CURVES}`;
    const { trials, lastEventId } = await get(`/api/experiments/${this.id}/epochs?${range}`);
    for (const columns of trials) this.curves.set(columns.number, new Curve(columns));
    this.lastEventId = lastEventId;
    this.tell('curves');
  }

  async refresh() {
    const [experiment, trials] = await Promise.all([
      get(`/api/experiments/${this.id}`),
      this.number
        ? get(`/api/trials/${this.id}.${this.number}`).then((trial) => [trial])
        : get(`/api/experiments/${this.id}/trials`),
    ]);
    this.experiment = experiment;
    for (const trial of trials) {
      const number = numberOf(trial.id);
      const known = this.trials.get(number);
      // Events can be ahead of the tables.
      if (known && known.epoch > trial.epoch) {
        const { epoch, trainingLoss, validationLoss, validationAccuracy, seconds } = known;
        Object.assign(trial, { epoch, trainingLoss, validationLoss, validationAccuracy, seconds });
      }
      // An event tells of an evaluation before its address answers; the tables know both at once.
      this.trials.set(number, Object.assign(trial, { number, evaluated: trial.testAccuracy != null }));
    }
  }

  /** Follows the events while somebody looks and there are any to come: a browser has few connections to a server. */
  follow() {
    const wanted = !this.closed && !document.hidden && this.experiment && !isFinal(this.experiment.state);
    if (!wanted) {
      if (this.stream) this.lastEventId = this.stream.lastEventId;
      this.stream?.close();
      this.stream = null;
      if (this.experiment && isFinal(this.experiment.state)) this.setConnection('ended');
      return;
    }
    this.stream ??= new EventStream(`/api/experiments/${this.id}/events`, {
      lastEventId: this.lastEventId,
      onEvents: (events) => this.take(events),
      onState: (state) => this.setConnection(state),
    });
  }

  setConnection(state) {
    if (this.connection === 'lost' && state === 'live') this.refreshSoon();
    this.connection = state;
    this.tell('change');
  }

  take(events) {
    let changed = false;
    for (const event of events) changed = applyEvent(this, event) || changed;
    this.told ??= setTimeout(() => {
      this.told = null;
      this.tell('curves');
      this.tell('change');
    }, FRAME_MS);
    if (changed) this.refreshSoon();
  }

  refreshSoon() {
    if (this.refreshing) return;
    this.refreshing = true;
    this.later(REFRESH_MS[0], () => this.refreshNow());
    this.later(REFRESH_MS[1], () => {
      this.refreshing = false;
      this.refreshNow();
    });
  }

  async refreshNow() {
    try {
      await this.refresh();
      this.follow();
      this.tell('change');
    } catch {
      // The connection's state says it, and the next look tries again.
    }
  }

  /** Estimates go on without an event, and an ended experiment can be retried elsewhere. */
  look() {
    this.later(LOOK_MS, async () => {
      if (!document.hidden) await this.refreshNow();
      this.look();
    });
  }
}

/** The number of a trial in its experiment. */
export const numberOf = (trialId) => Number(trialId.slice(trialId.lastIndexOf('.') + 1));
