import { useEffect, useState } from 'preact/hooks';

const ROUTES = [
  { pattern: /^\/$/, view: 'experiments' },
  { pattern: /^\/submit$/, view: 'submit' },
  { pattern: /^\/experiments\/(?<id>[^/]+)$/, view: 'experiment' },
  { pattern: /^\/experiments\/(?<id>[^/]+)\/compare$/, view: 'compare' },
  { pattern: /^\/trials\/(?<id>[^/]+)$/, view: 'trial' },
];

/** The view of an address, with the parts of its path. */
export function match(path) {
  for (const { pattern, view } of ROUTES) {
    const found = pattern.exec(path);
    if (found) return { view, ...found.groups };
  }
  return { view: 'missing' };
}

/** Goes to an address of this page. */
export function navigate(address) {
  history.pushState(null, '', address);
  window.dispatchEvent(new PopStateEvent('popstate'));
  window.scrollTo(0, 0);
}

/** Links within this page load nothing anew. */
export function interceptLinks() {
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (match(link.pathname).view === 'missing') return;
    event.preventDefault();
    navigate(link.pathname + link.search);
  });
}

/** The present path, which changes with navigation. */
export function usePath() {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const changed = () => setPath(location.pathname);
    window.addEventListener('popstate', changed);
    return () => window.removeEventListener('popstate', changed);
  }, []);
  return path;
}

/** Far below what servers take of an address; what is over that is answered 414. */
const LONGEST_QUERY = 2_000;

/**
 * A part of the view's state that is kept in the address, so that the address gives the same view. What would make the
 * address too long is left out.
 */
export function useQuery(key, otherwise) {
  const read = () => new URLSearchParams(location.search).get(key) ?? otherwise;
  const [value, setValue] = useState(read);
  useEffect(() => {
    const changed = () => setValue(read());
    window.addEventListener('popstate', changed);
    return () => window.removeEventListener('popstate', changed);
  }, [key]);
  const set = (next) => {
    const query = new URLSearchParams(location.search);
    if (next === otherwise || next === '' || next == null) query.delete(key);
    else query.set(key, next);
    if (written(query).length > LONGEST_QUERY) query.delete(key);
    const text = written(query);
    history.replaceState(null, '', location.pathname + (text ? `?${text}` : ''));
    setValue(next || otherwise);
  };
  return [value, set];
}

/** A choice of few that stands in the address; what the address asks for and is none of them counts as not asked for. */
export function useOption(key, options, otherwise) {
  const [value, set] = useQuery(key, otherwise);
  return [Object.hasOwn(options, value) ? value : otherwise, set];
}

/** A list reads better with its commas, which a query may hold as they are. */
const written = (query) => query.toString().replaceAll('%2C', ',');
