import { get } from './api.js';
import { list, record, text } from './shapes.js';

/** Objects whose keys are paths: they are described as a whole. */
const WHOLE = ['search.grid', 'reference.results.where'];
const MAX_DEPTH = 6;

let loading;

/** The keys of an experiment document, from the server's JSON Schema; loaded once. */
export function documentKeys() {
  loading ??= get('/api/schema/experiment.json')
    .then(keysOf)
    .catch((failure) => {
      loading = undefined;
      throw failure;
    });
  return loading;
}

/** Each key of a schema with its path, its meaning, what is allowed and the default. */
export function keysOf(schema) {
  const definitions = record(record(schema).definitions);
  const keys = new Map();
  const resolved = (one) => record(text(record(one).$ref) ? definitions[one.$ref.split('/').pop()] : one);
  const objects = (one, depth) =>
    depth > MAX_DEPTH
      ? []
      : [one.then, one.else, ...list(one.anyOf)].map(resolved).reduce((found, each) => [...found, ...objects(each, depth + 1)], one.properties ? [one] : []);
  const collect = (path, value, depth) => {
    const one = resolved(value);
    const parts = WHOLE.includes(path) || depth > MAX_DEPTH ? [] : objects(one, 0);
    if (parts.length === 0) {
      const { defaults } = keys.get(path) ?? { defaults: new Set() };
      if (one.default !== undefined) defaults.add(written(one.default));
      keys.set(path, { path, description: text(one.description, ''), allowed: allowed(one), defaults });
    }
    parts.forEach((part) => Object.entries(record(part.properties)).forEach(([name, inner]) => collect(path ? `${path}.${name}` : name, inner, depth + 1)));
  };
  collect('', schema, 0);
  return [...keys.values()].map(({ defaults, ...key }) => ({ ...key, otherwise: [...defaults].join(' or ') }));
}

/** The key that the line with the cursor is about; undefined if there is none. */
export function keyAt(keys, document, cursor) {
  const start = document.lastIndexOf('\n', cursor - 1) + 1;
  const [line] = document.slice(start).split('\n', 1);
  const names = [...line.matchAll(/([A-Za-z][A-Za-z0-9.]*)"?\s*:/g)];
  const name = (names.findLast((each) => each.index <= cursor - start) ?? names[0])?.[1];
  return name && (keys.find(({ path }) => path === name) ?? keys.find(({ path }) => path.endsWith(`.${name}`)));
}

const written = (value) => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value));

function allowed(schema) {
  const choices = [schema, ...list(schema.anyOf)].map((each) => list(record(each).enum)).find((each) => each.length > 0);
  if (choices) return choices.filter((each) => each !== null).join(', ') + (schema.anyOf ? ', or a list of these' : '');
  const types = [schema.type].flat();
  if (types.includes('string')) return 'text';
  if (types.includes('array')) return `list of whole numbers${range(schema)}`;
  if (types.includes('boolean')) return 'true, false';
  if (types.includes('integer')) return `whole number${range(schema)}`;
  return types.includes('number') ? `number${range(schema)}` : 'object';
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }) {
  if (exclusiveMinimum !== undefined) return ` greater than ${exclusiveMinimum}`;
  if (exclusiveMaximum !== undefined) return ` from ${minimum} to below ${exclusiveMaximum}`;
  // The largest seed is beyond what JavaScript's numbers hold.
  return Number(maximum) <= Number.MAX_SAFE_INTEGER ? ` from ${minimum} to ${maximum}` : `, ${minimum} or greater`;
}
