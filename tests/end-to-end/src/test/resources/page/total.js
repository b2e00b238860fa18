/*
 * Calls what formats, shapes and draws with values that no answer should hold; the answer says what threw, or was no text.
 */
async () => {
  const VALUES = [
    undefined, null, NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.1, 1e-320, 1e21, 1e308, -1e308, 2 ** 53, '', 'NaN', 'Infinity', 'abc', '<b>', '2026-01-01T00:00:00Z',
    '2026-13-45', true, false, [], [null], [[]], [1, 2], {}, { a: 1 }, { a: { b: { c: null } } }, 12345678901234567890n, new Array(50).fill(0).reduce((deep) => [deep], []),
  ];
  const wrong = [];
  const call = (name, work, isRight = () => true) => {
    try {
      const result = work();
      if (!isRight(result)) wrong.push(`${name} gave ${String(result)}`);
    } catch (fault) {
      wrong.push(`${name} threw ${fault}`);
    }
  };
  const isText = (result) => typeof result === 'string';
  const format = await import('/web/format.js');
  const plot = await import('/web/chart/plot.js');
  const shapes = await import('/web/data/shapes.js');
  const events = await import('/web/data/events.js');
  const { Curve } = await import('/web/data/curve.js');
  const { summaryOf } = await import('/web/data/states.js');
  const { extentX, extentY } = await import('/web/chart/extent.js');
  const { colourScale } = await import('/web/chart/colours.js');
  for (const value of VALUES) {
    const of = (name) => `${name}(${typeof value} ${format.plain(value)})`;
    for (const name of ['decimal', 'percent', 'duration', 'remaining', 'age', 'moment', 'count', 'plain', 'shortPath', 'keyOf']) call(of(name), () => format[name](value), isText);
    call(of('count of things'), () => format.count(value, 'thing'), isText);
    call(of('flat'), () => format.flat(value), Array.isArray);
    call(of('at'), () => format.at(value, 'a.b'));
    for (const step of VALUES) {
      call(of('tickText'), () => plot.tickText(value, step), isText);
      call(of('percentTick'), () => plot.percentTick(value, step), isText);
      call(of('logTicks'), () => plot.logTicks(value, step), (ticks) => Array.isArray(ticks) && ticks.length < 700);
    }
    for (const name of ['experimentOf', 'trialOf', 'evaluationOf', 'curvesOf', 'previewOf', 'misclassifiedOf', 'settingsOf', 'referenceOf', 'violationsOf']) {
      call(of(name), () => shapes[name](value), (result) => typeof result === 'object' && result !== null);
    }
    for (const type of ['TrialStarted', 'EpochCompleted', 'TrialCompleted', 'TrialFailed', 'TrialEvaluated', 'ExperimentRetried', 'ExperimentPaused', 'FromTheFuture', value]) {
      const feed = { trials: new Map([[1, { ...shapes.trialOf({ id: 'x.1', state: 'running' }), number: 1 }]]), curves: new Map() };
      const event = { type, trialId: 'x.1', epoch: value, trainingLoss: value, seconds: value, accuracy: value, loss: value, reason: value, attempt: value, attempts: value };
      for (const each of [event, { ...event, epoch: 1 }, { ...event, trialId: value }, value]) call(of(`event ${String(type)}`), () => events.applyEvent(feed, each));
      call(of('summary'), () => summaryOf(shapes.experimentOf(value), feed.trials.values()));
    }
    const curve = new Curve({ epoch: [1, 2, 3], elapsed: value, trainingLoss: [1, value, 2] });
    const series = [{ x: curve.epoch, y: curve.trainingLoss }];
    const isRange = ({ min, max }) => Number.isFinite(min) && Number.isFinite(max) && max > min;
    for (const logY of [false, true]) {
      call(of('extent'), () => extentY(series, extentX(series, { whole: true, live: false, most: 3 }), { logY }), isRange);
    }
    call(of('colours'), () => colourScale([value, 1, 'a'], format.plain).colourOf(value), isText);
  }
  return wrong;
}
