import { useEffect, useState } from 'preact/hooks';
import { ExperimentFeed } from '../data/feed.js';

/** The refresh interval of text; longer for a view with a long table. */
const READING_MS = 400;
const READING_LONG_MS = 1_200;
const LONG = 50;
const HEAD_MS = 100;

/** The feed of an experiment or of one of its trials, for the lifetime of the view. */
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

/** Rerenders a small part of a view with each change of its feed, to stay consistent with the curves. */
export function useChanges(feed) {
  const [, setTurn] = useState(0);
  useEffect(() => {
    let timer = null;
    const changed = () => {
      timer ??= setTimeout(() => {
        timer = null;
        setTurn((turn) => turn + 1);
      }, HEAD_MS);
    };
    feed.addEventListener('change', changed);
    return () => {
      clearTimeout(timer);
      feed.removeEventListener('change', changed);
    };
  }, [feed]);
}

/** The current time, updated at an interval, for ages and remaining times. */
export function useNow(everyMs = 1_000) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
