import { useEffect, useState } from 'preact/hooks';
import { get } from '../data/api.js';
import { evaluationOf } from '../data/shapes.js';

const RETRY_MS = 500;

/** Statuses worth retrying: not recorded yet, or temporarily unavailable. */
const PASSING = [0, 404, 503];

/** Evaluations by trial id, loaded when available; retried, because an event can precede its row. */
export function useEvaluations(ids) {
  const [known, setKnown] = useState({});
  const [tries, setTries] = useState(0);
  const wanted = ids.filter((id) => !(id in known)).join(',');
  useEffect(() => {
    if (!wanted) return undefined;
    let timer;
    const again = ({ status }) => {
      if (!PASSING.includes(status)) return;
      clearTimeout(timer);
      timer = setTimeout(() => setTries((count) => count + 1), RETRY_MS);
    };
    for (const id of wanted.split(',')) {
      get(`/api/trials/${id}/evaluation`).then((evaluation) => setKnown((before) => ({ ...before, [id]: evaluationOf(evaluation) })), again);
    }
    return () => clearTimeout(timer);
  }, [wanted, tries]);
  return known;
}
