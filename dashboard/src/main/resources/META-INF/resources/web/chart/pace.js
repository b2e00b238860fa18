/** The share of the main thread that drawing may take. */
const SHARE = 0.3;

/** However much a drawing costs, what is drawn is not older than this. */
const LONGEST_MS = 300;

/**
 * Calls a drawing with the next frame, but no sooner than its last one allows: a drawing that took 12 ms, with all that
 * the browser did for it, is followed by 28 ms for what else there is to do.
 */
export class Pace {
  constructor(draw) {
    this.draw = draw;
    this.free = 0;
    this.after = new MessageChannel();
    this.after.port1.onmessage = () => this.rest();
  }

  close() {
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.after.port1.close();
  }

  /** What came is drawn as soon as there is time for it. */
  soon() {
    if (this.frame || this.timer) return;
    const wait = this.free - performance.now();
    if (wait <= 0) this.now();
    else this.timer = setTimeout(() => this.now(), wait);
  }

  /** What a person asked for is drawn with the next frame. */
  now() {
    clearTimeout(this.timer);
    this.timer = null;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.begun = performance.now();
      this.draw();
      // A canvas is painted after the callbacks of a frame; a message is read after that.
      this.after.port2.postMessage(null);
    });
  }

  rest() {
    const ended = performance.now();
    this.free = ended + Math.min(LONGEST_MS, (ended - this.begun) * (1 / SHARE - 1));
  }
}
