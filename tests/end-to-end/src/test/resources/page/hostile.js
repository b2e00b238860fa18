/*
 * Put into the page before its own scripts. What the API answers is changed at random: fields are left out or hold what no
 * answer should. `faults` has what nobody caught, `settled()` says whether all answers are shown.
 */
(seed, share) => {
  const HOSTILE = [
    null, 'NaN', 'Infinity', '-Infinity', '', 'x'.repeat(300), '<img src=x onerror=alert(1)>', 'unknown', '2026-13-45T99:99:99Z',
    [], {}, [null], [[]], { a: { b: [{}] } }, true, false, 0, -1, 0.5, 1e308, -1e308, 5e-324, 9007199254740993, [1, 'a', null, {}],
  ];
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const changed = (value) => {
    if (random() < share) return HOSTILE[Math.floor(random() * HOSTILE.length)];
    if (Array.isArray(value)) return value.map(changed);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).filter(() => random() >= share / 2).map(([key, each]) => [key, changed(each)]));
  };
  const lines = () => {
    let rest = '';
    return new TransformStream({
      transform(chunk, controller) {
        const parts = (rest + chunk).split('\n');
        rest = parts.pop();
        for (const line of parts) {
          controller.enqueue(line.startsWith('data:') ? `data:${JSON.stringify(changed(JSON.parse(line.slice(5))))}\n` : `${line}\n`);
        }
      },
    });
  };
  const fetched = window.fetch.bind(window);
  let pending = 0;
  window.fetch = async (path, options) => {
    if (!String(path).startsWith('/api/')) return fetched(path, options);
    // A stream answers with its first event.
    const counted = options?.headers?.Accept !== 'text/event-stream';
    if (counted) pending++;
    try {
      const answer = await fetched(path, options);
      const type = answer.headers.get('Content-Type') ?? '';
      const { status, headers } = answer;
      if (type.startsWith('text/event-stream')) {
        const body = answer.body.pipeThrough(new TextDecoderStream()).pipeThrough(lines()).pipeThrough(new TextEncoderStream());
        return new Response(body, { status, headers });
      }
      return type.includes('json') && answer.ok ? new Response(JSON.stringify(changed(await answer.json())), { status, headers }) : answer;
    } finally {
      if (counted) pending--;
    }
  };
  window.faults = [];
  window.addEventListener('error', ({ message }) => window.faults.push(message));
  window.addEventListener('unhandledrejection', ({ reason }) => window.faults.push(String(reason?.stack ?? reason)));
  let quiet = 0;
  const look = () => {
    quiet = pending === 0 && document.querySelector('main')?.textContent ? quiet + 1 : 0;
    requestAnimationFrame(look);
  };
  look();
  window.settled = () => quiet > 3;
}
