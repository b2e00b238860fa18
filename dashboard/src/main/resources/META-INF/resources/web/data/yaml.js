const PLAIN = /^[A-Za-z][\w ./-]*$/;
const WORDS = /^(true|false|null|yes|no|on|off|y|n)$/i;

/** A specification as YAML that reads like the ready experiments: blocks outside, lists and small maps in a line. */
export function yaml(value) {
  return Object.entries(value)
    .filter(([, each]) => each !== null && each !== undefined)
    .map(([key, each]) => entry(key, each, ''))
    .join('');
}

function entry(key, value, indent) {
  const name = `${indent}${scalar(key)}:`;
  if (isMap(value) && Object.keys(value).length > 0 && inline(value).length > 80) {
    return `${name}\n${Object.entries(value).map(([k, v]) => entry(k, v, `${indent}  `)).join('')}`;
  }
  if (Array.isArray(value) && value.some(isMap)) {
    return `${name}\n${value.map((each) => `${indent}  - ${inline(each)}\n`).join('')}`;
  }
  return `${name} ${inline(value)}\n`;
}

const isMap = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

function inline(value) {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).filter(([, each]) => each !== null);
    return entries.length === 0 ? '{}' : `{ ${entries.map(([k, v]) => `${scalar(k)}: ${inline(v)}`).join(', ')} }`;
  }
  return scalar(value);
}

function scalar(value) {
  if (typeof value !== 'string') return String(value);
  return PLAIN.test(value) && !WORDS.test(value) && value === value.trim() ? value : JSON.stringify(value);
}
