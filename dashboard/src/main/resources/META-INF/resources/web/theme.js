const KEY = 'lossline.theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set();
const colours = new Map();

/** `light`, `dark`, or `auto` where the system decides. */
export const theme = () => localStorage.getItem(KEY) ?? 'auto';

/** Sets the theme and stores it in this browser. */
export function setTheme(value) {
  if (value === 'auto') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, value);
  applyTheme();
}

/** Applies the stored theme. */
export function applyTheme() {
  colours.clear();
  document.documentElement.dataset.theme = theme();
  listeners.forEach((listener) => listener());
}

/** Calls a listener when colours change; returns a function that removes it. */
export function onThemeChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

dark.addEventListener('change', applyTheme);

/** Whether the page is currently dark. */
export const isDark = () => (theme() === 'auto' ? dark.matches : theme() === 'dark');

/** A colour of the style sheet, in a form that a canvas accepts. */
export function colour(name) {
  if (colours.has(name)) return colours.get(name);
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  colours.set(name, value);
  return value;
}
