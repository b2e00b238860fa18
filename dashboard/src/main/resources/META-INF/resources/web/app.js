import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { get } from './data/api.js';
import { settingsOf } from './data/shapes.js';
import { Footer, Header } from './parts/frame.js';
import { Guard } from './parts/guard.js';
import { TokenDialog } from './parts/token-dialog.js';
import { match, usePath } from './router.js';
import { tags } from './tags.js';
import { CompareView } from './views/compare.js';
import { ExperimentView } from './views/experiment.js';
import { ExperimentsView } from './views/experiments.js';
import { MissingView } from './views/missing.js';
import { SubmitView } from './views/submit.js';
import { TrialView } from './views/trial.js';

const { a, div, main } = tags;

const VIEWS = {
  experiments: ExperimentsView,
  experiment: ExperimentView,
  compare: CompareView,
  trial: TrialView,
  submit: SubmitView,
  missing: MissingView,
};

/** The whole page: the view of the current address between header and footer. */
export function App() {
  const path = usePath();
  const { view, ...parts } = match(path);
  const [settings, setSettings] = useState({ grafana: null, tokenAsked: false });
  const place = useRef();
  const first = useRef(true);
  useEffect(() => {
    get('/api/settings').then((settings) => setSettings(settingsOf(settings)), () => {});
  }, []);
  useEffect(() => {
    // A screen reader announces a new view by its heading; the browser handles the first one.
    if (!first.current) place.current.focus({ preventScroll: true });
    first.current = false;
  }, [path]);
  return div(
    { class: 'frame' },
    a({ class: 'skip', href: '#content' }, 'Skip to content'),
    h(Header, { path, settings }),
    main({ id: 'content', tabIndex: -1, ref: place }, h(Guard, { key: path, title: 'This page' }, h(VIEWS[view], { settings, path, ...parts }))),
    h(Footer),
    h(TokenDialog),
  );
}
