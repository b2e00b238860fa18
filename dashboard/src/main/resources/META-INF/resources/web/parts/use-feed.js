import { useEffect, useState } from 'preact/hooks';
import { ExperimentFeed } from '../data/feed.js';

/** What people read changes at most so often, long tables less often; curves are drawn with every frame. */
const READING_MS = 400;
const READING_LONG_MS = 1_200;
const LONG = 50;

/** The feed of an experiment, or of one trial of it, as long as the view is there. */
export function useFeed(id, number) {
  const [feed, setFeed] = useState(null);
  const [, setTurn] = useState(0);
  useEffect(() => {
    const made = new ExperimentFeed(id, number);
    let timer = null;
    made.addEventListener('change', () => {
      timer ??= setTimeout(() => {
        timer = null;
        setTurn((turn) => turn + 1);
      }, made.shown ? (made.trials.size > LONG ? READING_LONG_MS : READING_MS) : 0);
      made.shown = Boolean(made.experiment);
    });
    setFeed(made);
    return () => {
      clearTimeout(timer);
      made.close();
    };
  }, [id, number]);
  return feed;
}

/** A clock for ages and remaining times: the present time, anew every so often. */
export function useNow(everyMs = 1_000) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
