/**
 * Draws lines to new points on uPlot's canvas, exactly as uPlot's next full redraw would.
 *
 * @param drawn how many points of each series are drawn
 * @param width of a line, in pixels of the canvas
 */
export function drawNew(plot, series, drawn, width) {
  const { ctx: pen, bbox } = plot;
  pen.save();
  pen.beginPath();
  pen.rect(bbox.left - width / 2, bbox.top - width / 2, bbox.width + width, bbox.height + width);
  pen.clip();
  pen.lineWidth = width;
  // uPlot's pixel alignment for a line of this width.
  pen.translate((width % 2) / 2, (width % 2) / 2);
  pen.lineJoin = pen.lineCap = 'round';
  series.forEach(({ x, y, stroke }, s) => {
    if (y.length === drawn[s]) return;
    pen.beginPath();
    for (let i = Math.max(0, drawn[s] - 1); i < y.length; i++) {
      if (y[i] !== null) pen.lineTo(plot.valToPos(x[i], 'x', true), plot.valToPos(y[i], 'y', true));
    }
    pen.strokeStyle = stroke;
    pen.stroke();
  });
  pen.restore();
}
