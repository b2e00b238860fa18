import { useState } from 'preact/hooks';
import { setTheme, theme } from '../theme.js';
import { tags } from '../tags.js';

const { a, footer, header, label, nav, option, select, span } = tags;

/** The page header: navigation and theme. */
export function Header({ path, settings }) {
  const link = (href, text) => a({ href, 'aria-current': path === href ? 'page' : null }, text);
  return header(
    { class: 'top' },
    a({ class: 'brand', href: '/' }, span({ class: 'mark', 'aria-hidden': 'true' }), 'Lossline'),
    nav(
      { 'aria-label': 'Main' },
      link('/', 'Experiments'),
      link('/submit', 'New experiment'),
      settings.grafana && a({ href: settings.grafana, rel: 'noreferrer' }, 'Grafana'),
      a({ href: '/q/swagger-ui', rel: 'noreferrer', target: '_self' }, 'API'),
    ),
    ThemeChoice(),
  );
}

function ThemeChoice() {
  const [chosen, choose] = useState(theme());
  const pick = (event) => {
    setTheme(event.target.value);
    choose(event.target.value);
  };
  const choices = { auto: 'System', light: 'Light', dark: 'Dark' };
  return label(
    { class: 'theme' },
    span({ class: 'unseen' }, 'Colours'),
    select(
      { onChange: pick, value: chosen },
      Object.entries(choices).map(([value, text]) => option({ value, selected: value === chosen }, text)),
    ),
  );
}

/** The page footer. */
export const Footer = () =>
  footer({ class: 'bottom' }, 'Lossline · every epoch is an event · ', a({ href: '/q/swagger-ui', target: '_self' }, 'API'));
