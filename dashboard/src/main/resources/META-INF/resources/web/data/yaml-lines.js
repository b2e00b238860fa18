/**
 * The line of a document, from 1, at which a path such as `training.optimizer.learningRate` or `search.grid[0].x` is
 * written; of a longer path the nearest line. Null where nothing of it is. Reads keys, blocks and flows alike, by their
 * order alone: good enough to show a person where to look.
 */
export function lineOf(text, path) {
  const lines = text.split('\n').map((line) => line.replace(/(^|\s)#.*$/, ''));
  let found = null;
  let row = 0;
  let column = 0;
  for (const key of keysOf(text, path)) {
    const place = find(lines, key, row, column);
    if (!place) break;
    [row, column] = [place.row, place.end];
    found = place.row + 1;
  }
  return found;
}

/** A grid's keys hold dots themselves: the longest one that is written counts. */
function keysOf(text, path) {
  const parts = path.replace(/\[\d+\]/g, '').split('.');
  const keys = [];
  while (parts.length > 0) {
    let size = parts.length;
    while (size > 1 && !text.includes(`${parts.slice(0, size).join('.')}`)) size--;
    keys.push(parts.splice(0, size).join('.'));
  }
  return keys;
}

function find(lines, key, row, column) {
  const escaped = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`(^|[\\s{,\\-"'])${escaped}["']?\\s*:`, 'g');
  for (let i = row; i < lines.length; i++) {
    pattern.lastIndex = i === row ? Math.max(0, column - 1) : 0;
    const match = pattern.exec(lines[i]);
    if (match) return { row: i, end: match.index + match[0].length };
  }
  return null;
}
