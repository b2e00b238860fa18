/** The share of the main thread's time for drawing. */
const SHARE = 0.3;

/** The maximum age of a drawing, however long it takes. */
const LONGEST_MS = 300;

/**
 * Schedules drawings with animation frames and limits their share of the main thread: after a drawing that took 12 ms,
 * including the browser's work for it, 28 ms are left for other work.
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

  /** Draws new data as soon as the budget permits. */
  soon() {
    if (this.frame || this.timer) return;
    const wait = this.free - performance.now();
    if (wait <= 0) this.now();
    else this.timer = setTimeout(() => this.now(), wait);
  }

  /** Draws with the next frame, in response to user input. */
  now() {
    clearTimeout(this.timer);
    this.timer = null;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.begun = performance.now();
      this.draw();
      // A canvas is painted after the callbacks of a frame; a posted message is handled after that.
      this.after.port2.postMessage(null);
    });
  }

  rest() {
    const ended = performance.now();
    this.free = ended + Math.min(LONGEST_MS, (ended - this.begun) * (1 / SHARE - 1));
  }
}
