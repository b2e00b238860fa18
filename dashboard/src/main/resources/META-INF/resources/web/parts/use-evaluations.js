import { useEffect, useState } from 'preact/hooks';
import { get } from '../data/api.js';

/** Evaluations by trial id, loaded as trials get one; `version` changes where one may have come. */
export function useEvaluations(ids) {
  const [known, setKnown] = useState({});
  const wanted = ids.filter((id) => !(id in known)).join(',');
  useEffect(() => {
    for (const id of wanted ? wanted.split(',') : []) {
      get(`/api/trials/${id}/evaluation`).then(
        (evaluation) => setKnown((before) => ({ ...before, [id]: evaluation })),
        // Not there yet: the tables follow the log within a moment, and the view asks again when it changes.
        () => {},
      );
    }
  }, [wanted]);
  return known;
}
