/*
 * Put into the page before its own scripts: keeps what charts write on their canvases. `overlaps()` has the pairs of labels
 * that overlap, and those that reach beyond their canvas; `labels()` all of them.
 */
() => {
  const drawn = new Map();
  const { fillText, clearRect } = CanvasRenderingContext2D.prototype;
  const ALONG = { left: 0, start: 0, center: 0.5, right: 1, end: 1 };
  const ABOVE = { top: 0, hanging: 0, middle: 0.5, alphabetic: 0.8, ideographic: 1, bottom: 1 };
  CanvasRenderingContext2D.prototype.clearRect = function (x, y, width, height) {
    if (width >= this.canvas.width && height >= this.canvas.height) drawn.set(this.canvas, []);
    return clearRect.call(this, x, y, width, height);
  };
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...more) {
    const { width } = this.measureText(text);
    const height = Number(/(\d+(?:\.\d+)?)px/.exec(this.font)[1]);
    const left = x - ALONG[this.textAlign] * width;
    const top = y - ABOVE[this.textBaseline] * height;
    const corners = [[left, top], [left + width, top + height], [left + width, top], [left, top + height]].map(([cx, cy]) => this.getTransform().transformPoint({ x: cx, y: cy }));
    const [xs, ys] = [corners.map((corner) => corner.x), corners.map((corner) => corner.y)];
    if (text && drawn.has(this.canvas)) {
      drawn.get(this.canvas).push({ text, left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) });
    }
    return fillText.call(this, text, x, y, ...more);
  };
  const shown = () => [...drawn].filter(([canvas]) => canvas.isConnected);
  window.labels = () => shown().flatMap(([, all]) => all.map(({ text }) => text));
  window.overlaps = () =>
    shown().flatMap(([canvas, all]) => [
      ...all.filter((one) => one.left < -1 || one.top < -1 || one.right > canvas.width + 1 || one.bottom > canvas.height + 1).map(({ text }) => `${text} is cut off`),
      ...all.flatMap((one, i) =>
        all.slice(i + 1).filter((other) => one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1).map(({ text }) => `${one.text} and ${text}`),
      ),
    ]);
}
