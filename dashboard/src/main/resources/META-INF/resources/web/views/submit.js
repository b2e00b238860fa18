import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { post } from '../data/api.js';
import { recorded } from '../data/experiments-feed.js';
import { adoptDraft, deleteDraft, draftOf, keepDraft } from '../data/drafts.js';
import { example, EXAMPLES, specificationOf } from '../data/examples.js';
import { previewOf } from '../data/shapes.js';
import { Drafts, DraftNotice } from '../parts/drafts.js';
import { Guard, Part } from '../parts/guard.js';
import { KeyReference } from '../parts/key-reference.js';
import { Preview, Wrong } from '../parts/preview.js';
import { Select } from '../parts/status.js';
import { navigate, useOption, useQuery } from '../router.js';
import { tags } from '../tags.js';

const { a, button, div, form, h1, h2, label, p, section, span, textarea } = tags;

const PREVIEW_DELAY_MS = 300;
const YAML = 'application/yaml';

/** Previews the trials of a document, shortly after the last keystroke. */
function usePreview(text) {
  const [state, setState] = useState({ busy: true });
  useEffect(() => {
    if (text === null) return undefined;
    const controller = new AbortController();
    setState((before) => ({ ...before, busy: true }));
    const timer = setTimeout(() => {
      post('/api/experiments?preview=true', { body: text, type: YAML, signal: controller.signal }).then(
        (preview) => setState({ preview: previewOf(preview) }),
        (problem) => problem.name !== 'AbortError' && setState({ problem }),
      );
    }, PREVIEW_DELAY_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [text]);
  return state;
}

const newKey = () => crypto.randomUUID?.() ?? String(Math.random());

/** The text of an origin (a template or a cloned experiment). Changes are kept as a draft. */
function useDocument(origin, load, onFailure) {
  const [text, setText] = useState(null);
  const [draft, setDraft] = useState(null);
  const template = useRef(null);
  const show = (kept) => {
    let left = false;
    template.current = null;
    setDraft(kept);
    setText(kept?.text ?? null);
    load().then(
      (loaded) => {
        if (left) return;
        template.current = loaded;
        if (!kept) setText(loaded);
      },
      (failure) => left || onFailure(failure),
    );
    return () => {
      left = true;
    };
  };
  useEffect(() => show(draftOf(origin)), [origin]);
  return {
    text,
    draft,
    edit: (next) => {
      setText(next);
      if (next === template.current) deleteDraft({ origin });
      else keepDraft(origin, next);
    },
    discard: () => {
      deleteDraft({ origin });
      show(null);
    },
    open: (other) => {
      adoptDraft(other);
      if (other.origin === origin) show(draftOf(origin));
      else navigate(`/submit?${other.origin}`);
    },
  };
}

/** Writes, checks and submits an experiment. */
export function SubmitView() {
  const [from] = useQuery('from', '');
  const [ready, setReady] = useOption('example', EXAMPLES, 'quickstart');
  const [sending, setSending] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const [refusal, setRefusal] = useState(null);
  const editor = useRef();
  const left = useRef(new AbortController());
  // A repeated click or a lost response gives the same experiment.
  const key = useRef(newKey());
  const origin = from ? `from=${from}` : `example=${ready}`;
  const { text, draft, edit, discard, open } = useDocument(origin, () => (from ? specificationOf(from) : example(ready)), setRefusal);
  const { busy, preview, problem } = usePreview(text);

  useEffect(() => {
    document.title = 'New experiment · Lossline';
    return () => left.current.abort();
  }, []);
  useEffect(() => {
    key.current = newKey();
    setRefusal(null);
  }, [text]);

  const submit = async (event) => {
    event.preventDefault();
    setSending(true);
    try {
      const { id, state } = await post('/api/experiments', { body: text, type: YAML, headers: { 'Idempotency-Key': key.current } });
      deleteDraft({ origin });
      if (left.current.signal.aborted) return;
      if (!state) {
        setWaiting(true);
        await recorded(id, left.current.signal);
      }
      if (!left.current.signal.aborted) navigate(`/experiments/${id}`);
    } catch (failure) {
      setRefusal(failure);
      setSending(false);
    }
  };
  const shortcut = (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && preview && !sending) submit(event);
  };
  const goTo = ({ line, column }) => {
    const lines = text.split('\n');
    const written = lines[line - 1] ?? '';
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    // Columns count characters; positions in a text area count UTF-16 units.
    const before = [...written].slice(0, column - 1).join('').length;
    editor.current.focus();
    editor.current.setSelectionRange(start + before, start + written.length);
  };
  const wrong = refusal ?? problem;
  const lines = wrong?.violations?.map(({ line }) => line) ?? [];
  return form(
    { class: 'view submit', onSubmit: submit },
    div({ class: 'title' }, h1(from ? 'Clone an experiment' : 'New experiment')),
    p({ class: 'quiet' }, 'Edit the specification; the trials it would run are shown beside it. ', span({ class: 'nowrap' }, 'Ctrl+Enter submits.')),
    h(Drafts, { origin, onOpen: open }),
    div(
      { class: 'two' },
      section(
        { class: 'panel', 'aria-labelledby': 'document' },
        div(
          { class: 'panel-head' },
          h2({ id: 'document' }, label({ for: 'yaml' }, 'Specification')),
          !from && div({ class: 'tools' }, h(Select, { name: 'Start from', value: ready, options: EXAMPLES, onChange: setReady })),
        ),
        draft && h(DraftNotice, { draft, onDiscard: discard }),
        div(
          { class: 'editor' },
          h(Gutter, { text: text ?? '', wrong: lines, editor }),
          textarea({
            id: 'yaml',
            ref: editor,
            spellcheck: false,
            autocomplete: 'off',
            autocapitalize: 'off',
            wrap: 'off',
            rows: Math.max(18, (text ?? '').split('\n').length + 1),
            value: text ?? '',
            onInput: (event) => edit(event.target.value),
            onKeyDown: shortcut,
            'aria-describedby': 'checked key',
            'aria-invalid': Boolean(wrong),
          }),
        ),
        h(Part, { title: 'Keys', of: KeyReference, text: text ?? '', editor }),
        waiting && p({ class: 'notice', role: 'status' }, 'Submitted. The experiment is shown as soon as it is recorded.'),
        div(
          { class: 'row end' },
          a({ class: 'button', href: from ? `/experiments/${from}` : '/' }, 'Back'),
          button({ class: 'primary', disabled: sending || !preview || busy }, sending ? 'Submitting…' : submitText(preview)),
        ),
      ),
      section(
        { class: 'panel', 'aria-labelledby': 'checked', 'aria-busy': Boolean(busy) },
        div({ class: 'panel-head' }, h2({ id: 'checked' }, 'Preview')),
        div(
          { role: 'status' },
          h(Guard, { title: 'Preview', resetOn: text }, wrong ? h(Wrong, { problem: wrong, goTo }) : preview ? h(Preview, { preview }) : p({ class: 'quiet' }, 'Checking…')),
        ),
      ),
    ),
  );
}

const submitText = (preview) => {
  const trials = preview?.trials.length;
  return trials ? `Submit ${trials} ${trials === 1 ? 'trial' : 'trials'}` : 'Submit';
};

function Gutter({ text, wrong, editor }) {
  const gutter = useRef();
  useEffect(() => {
    const follow = () => {
      gutter.current.scrollTop = editor.current.scrollTop;
    };
    editor.current.addEventListener('scroll', follow);
    return () => editor.current?.removeEventListener('scroll', follow);
  }, []);
  return div(
    { class: 'gutter', ref: gutter, 'aria-hidden': 'true' },
    text.split('\n').map((_, i) => div({ key: i, class: wrong?.includes(i + 1) ? 'wrong' : '' }, i + 1)),
  );
}
