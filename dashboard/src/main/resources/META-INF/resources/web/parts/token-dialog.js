import { useEffect, useRef, useState } from 'preact/hooks';
import { setAsker } from '../data/token.js';
import { tags } from '../tags.js';

const { button, dialog, div, form, h2, input, label, p } = tags;

/** Prompts for the API token if the server requires it for a change. */
export function TokenDialog() {
  const box = useRef();
  const answer = useRef(() => {});
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    setAsker((wasWrong) => {
      setWrong(wasWrong);
      box.current.querySelector('input').value = '';
      box.current.showModal();
      return new Promise((resolve) => {
        answer.current = resolve;
      });
    });
  }, []);
  const close = (value) => {
    answer.current(value);
    box.current.close();
  };
  const submit = (event) => {
    event.preventDefault();
    close(event.target.elements.token.value.trim());
  };
  return dialog(
    { ref: box, class: 'dialog', 'aria-labelledby': 'token-title', onCancel: () => answer.current(null) },
    form(
      { onSubmit: submit },
      h2({ id: 'token-title' }, 'API token'),
      p('Changes require this server’s API token (LOSSLINE_API_TOKEN). It is kept until you close this tab.'),
      wrong && p({ class: 'error', role: 'alert' }, 'The token was not accepted.'),
      label('Token', input({ name: 'token', type: 'password', autocomplete: 'off', required: true })),
      div(
        { class: 'row end' },
        button({ type: 'button', onClick: () => close(null) }, 'Cancel'),
        button({ class: 'primary' }, 'Use token'),
      ),
    ),
  );
}
