import { useEffect, useState } from 'preact/hooks';

const ROUTES = [
  { pattern: /^\/$/, view: 'experiments' },
  { pattern: /^\/submit$/, view: 'submit' },
  { pattern: /^\/experiments\/(?<id>[^/]+)$/, view: 'experiment' },
  { pattern: /^\/experiments\/(?<id>[^/]+)\/compare$/, view: 'compare' },
  { pattern: /^\/trials\/(?<id>[^/]+)$/, view: 'trial' },
];

/** The view of an address and the parameters in its path. */
export function match(path) {
  for (const { pattern, view } of ROUTES) {
    const found = pattern.exec(path);
    if (found) return { view, ...found.groups };
  }
  return { view: 'missing' };
}

/** Navigates to an address of this page. */
export function navigate(address) {
  history.pushState(null, '', address);
  window.dispatchEvent(new PopStateEvent('popstate'));
  window.scrollTo(0, 0);
}

/** Handles links within this page without reloading it. */
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

/** The current path. */
export function usePath() {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const changed = () => setPath(location.pathname);
    window.addEventListener('popstate', changed);
    return () => window.removeEventListener('popstate', changed);
  }, []);
  return path;
}

/** Well below the address length at which servers return 414. */
const LONGEST_QUERY = 2_000;

/**
 * View state that is kept in the address, so that a copied address shows the same view. State that would make the
 * address too long is omitted.
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

/** A choice that is kept in the address. An invalid value in the address is ignored. */
export function useOption(key, options, otherwise) {
  const [value, set] = useQuery(key, otherwise);
  return [Object.hasOwn(options, value) ? value : otherwise, set];
}

/** Commas need no escaping in a query, and lists read better with them. */
const written = (query) => query.toString().replaceAll('%2C', ',');
