import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { get } from './data/api.js';
import { Footer, Header } from './parts/frame.js';
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

/** The whole page: the view of the present address between header and footer. */
export function App() {
  const path = usePath();
  const { view, ...parts } = match(path);
  const [settings, setSettings] = useState({ grafana: null, tokenAsked: false });
  const place = useRef();
  const first = useRef(true);
  useEffect(() => {
    get('/api/settings').then(setSettings, () => {});
  }, []);
  useEffect(() => {
    // A new view is announced by its heading; at the first, the browser has its own order.
    if (!first.current) place.current.focus({ preventScroll: true });
    first.current = false;
  }, [path]);
  return div(
    { class: 'frame' },
    a({ class: 'skip', href: '#content' }, 'Skip to the content'),
    h(Header, { path, settings }),
    main({ id: 'content', tabIndex: -1, ref: place }, h(VIEWS[view], { key: path, settings, ...parts })),
    h(Footer),
    h(TokenDialog),
  );
}
