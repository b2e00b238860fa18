/** A second tap within this time and distance is a double tap. */
const DOUBLE_TAP_MS = 350;
const DOUBLE_TAP_PIXELS = 30;

/** A touch that moved less is a tap. */
const TAP_PIXELS = 8;

/**
 * Touch gestures on a chart: two fingers zoom and pan, one pans or draws, a double tap resets. Vertical moves of one finger
 * scroll the page (`touch-action: pan-y` in the style sheet).
 */
export class Touch {
  /**
   * @param over the element of the plot
   * @param axes gives the axes that move: `{ min, max, log, vertical }`
   * @param look gets the same with new ends
   * @param reset shows all
   * @param draw gets the corners of what one finger draws, and whether it has ended; without it, one finger moves the plot
   */
  constructor(over, { axes, look, reset, draw }) {
    Object.assign(this, { over, axes, look, reset, draw });
    this.fingers = new Map();
    this.moved = false;
    this.zoomed = false;
    this.tapped = null;
    this.resetAt = -Infinity;
    over.addEventListener('pointerdown', (event) => this.down(event));
    over.addEventListener('pointermove', (event) => this.move(event));
    over.addEventListener('pointerup', (event) => this.up(event, true));
    over.addEventListener('pointercancel', (event) => this.up(event, false));
  }

  down(event) {
    if (event.pointerType !== 'touch') return;
    this.fingers.set(event.pointerId, this.place(event));
    this.zoomed ||= this.fingers.size > 1;
    this.moved ||= this.zoomed;
    this.begin();
  }

  /** Sets the start position of a gesture. */
  begin() {
    this.start = { fingers: new Map(this.fingers), axes: this.axes() };
  }

  move(event) {
    if (!this.fingers.has(event.pointerId)) return;
    this.fingers.set(event.pointerId, this.place(event));
    const [from, to] = [[...this.start.fingers.values()], [...this.fingers.values()]];
    if (Math.hypot(to[0].x - from[0].x, to[0].y - from[0].y) > TAP_PIXELS) this.moved = true;
    if (!this.moved) return;
    if (to.length === 1 && this.draw) {
      if (!this.zoomed) this.draw(from[0], to[0], false);
    } else this.look(this.start.axes.map((axis) => moved(axis, from, to, this.over)));
  }

  up(event, ended) {
    if (!this.fingers.has(event.pointerId)) return;
    const [from] = [...this.start.fingers.values()];
    const to = this.place(event);
    if (this.draw && this.moved && !this.zoomed) this.draw(from, to, true);
    this.fingers.delete(event.pointerId);
    if (this.fingers.size === 0) {
      if (!this.moved && ended) this.tap(to, event.timeStamp);
      this.moved = this.zoomed = false;
    } else this.begin();
  }

  tap(place, time) {
    const last = this.tapped;
    this.tapped = { ...place, time };
    if (!last || time - last.time > DOUBLE_TAP_MS || Math.hypot(place.x - last.x, place.y - last.y) > DOUBLE_TAP_PIXELS) return;
    this.tapped = null;
    this.resetAt = performance.now();
    this.reset();
  }

  /** Whether a click belongs to a double tap; browsers send it afterwards. */
  hasJustReset() {
    return performance.now() - this.resetAt < DOUBLE_TAP_MS;
  }

  place(event) {
    const box = this.over.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
}

/** The axis after a gesture that keeps the touched values under the fingers. */
function moved(axis, from, to, over) {
  const { width, height } = over.getBoundingClientRect();
  const along = ({ x, y }) => (axis.vertical ? 1 - y / height : x / width);
  const apart = ([one, other]) => (other ? Math.max(20, Math.hypot(one.x - other.x, one.y - other.y)) : 1);
  const middle = (fingers) => fingers.reduce((sum, finger) => sum + along(finger), 0) / fingers.length;
  const factor = apart(to) / apart(from);
  const [before, after] = [middle(from), middle(to)];
  const value = (fraction) => (axis.log ? axis.min * (axis.max / axis.min) ** fraction : axis.min + (axis.max - axis.min) * fraction);
  return { ...axis, min: value(before - after / factor), max: value(before + (1 - after) / factor) };
}
