import { useEffect, useState } from 'preact/hooks';
import { get } from '../data/api.js';

const AGAIN_MS = 500;

/** Evaluations by trial id, loaded as trials get one. An event can be here before its row: then it is asked for again. */
export function useEvaluations(ids) {
  const [known, setKnown] = useState({});
  const [tries, setTries] = useState(0);
  const wanted = ids.filter((id) => !(id in known)).join(',');
  useEffect(() => {
    if (!wanted) return undefined;
    let timer;
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setTries((count) => count + 1), AGAIN_MS);
    };
    for (const id of wanted.split(',')) {
      get(`/api/trials/${id}/evaluation`).then((evaluation) => setKnown((before) => ({ ...before, [id]: evaluation })), again);
    }
    return () => clearTimeout(timer);
  }, [wanted, tries]);
  return known;
}
