// What is known of jobs: those that wait or run, and how far the running ones are. Tells its listeners what has changed.
import { get, remove, send } from './api.js';
import { follow } from './events.js';

const ENDED = new Set(['done', 'failed', 'cancelled', 'interrupted']);
const SHOWN = 200;

/** The progress of a job that runs: the states of its nodes by id, the step that it is at, and a preview's address. */
function beginning() {
  return { nodes: new Map(), node: '', step: 0, total: 0, preview: undefined, since: Date.now() };
}

/** Events: `queue` when the order has changed, `progress` (detail: a job's id), `ended` (detail: the job), `connection` (detail: a word). */
export class Jobs extends EventTarget {
  /** Those that run and then those that wait, first the one that is next. */
  active = [];

  /** How many wait or run, whatever is listed. */
  total = 0;

  #live = new Map();
  #planned;
  #known = new Set();

  /** Begins to listen to the server, and does not stop. */
  start() {
    return follow('/v1/events?previews=true', {
      opened: () => { this.#tell('connection', 'open'); this.refresh().catch(console.warn); },
      closed: () => this.#tell('connection', 'lost'),
      event: ({ type, data }) => this.#happened(type, data),
    });
  }

  /** How far a job is; undefined if it does not run, as far as is known. */
  live(id) {
    return this.#live.get(id);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #happened(type, data) {
    if (ENDED.has(type)) {
      this.#ended(data.job);
    } else if (type === 'queued' || type === 'moved') {
      this.#soon();
    } else if (type === 'started') {
      this.#forget(data.job);
      this.#live.set(data.job, beginning());
      this.#soon();
      this.#tell('progress', data.job);
    } else {
      this.#progressed(type, data);
    }
  }

  #progressed(type, data) {
    if (!this.#live.has(data.job)) {
      this.#live.set(data.job, beginning());
    }
    const live = this.#live.get(data.job);
    if (type === 'cached') {
      live.nodes.set(data.node, 'cached');
    } else if (type === 'node') {
      live.nodes.set(data.node, data.state);
      if (data.state === 'running') {
        Object.assign(live, { node: data.node, step: 0, total: 0 });
      }
    } else if (type === 'progress') {
      Object.assign(live, { node: data.node, step: data.step, total: data.total });
      live.nodes.set(data.node, 'running');
    } else if (type === 'preview') {
      const bytes = Uint8Array.from(atob(data.jpeg), (c) => c.charCodeAt(0));
      const before = live.preview;
      live.preview = URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }));
      if (before) {
        setTimeout(() => URL.revokeObjectURL(before), 1000);
      }
    }
    this.#tell('progress', data.job);
  }

  async #ended(id) {
    this.#soon();
    const { nodes } = this.#forget(id);
    try {
      const job = await get(`/v1/jobs/${encodeURIComponent(id)}`);
      // What still ran when the job came to its end was given up.
      job.nodes = new Map([...nodes].filter(([, state]) => state !== 'running'));
      this.#tell('ended', job);
    } catch {
      // It was removed meanwhile.
    }
  }

  /** Forgets how far a job was, and tells it. */
  #forget(id) {
    const live = this.#live.get(id) ?? beginning();
    if (live.preview) {
      setTimeout(() => URL.revokeObjectURL(live.preview), 1000);
    }
    this.#live.delete(id);
    return live;
  }

  /** Asks for the order once, however many events come together. */
  #soon() {
    this.#planned ??= setTimeout(() => this.refresh().catch(console.warn), 40);
  }

  /** Asks the server for what waits and runs. */
  async refresh() {
    clearTimeout(this.#planned);
    this.#planned = undefined;
    const { jobs, total } = await get(`/v1/jobs?state=queued,running&order=oldest&inputs=true&limit=${SHOWN}`);
    const rank = (job) => (job.state === 'running' ? -1 : job.position ?? Infinity);
    this.active = jobs.sort((a, b) => rank(a) - rank(b));
    this.total = total;
    const there = new Set(jobs.map((job) => job.id));
    for (const id of this.#known) {
      // It ended while nobody listened.
      if (!there.has(id) && this.#live.has(id)) {
        this.#ended(id);
      }
    }
    this.#known = there;
    this.#tell('queue');
  }

  /** Hands in a job. */
  async submit(job) {
    const made = await send('POST', '/v1/jobs', job);
    this.#soon();
    return made;
  }

  async cancel(id) {
    await send('POST', `/v1/jobs/${encodeURIComponent(id)}/cancel`);
    this.#soon();
  }

  /** Gives a waiting job a place among all that wait, from 0. */
  async move(id, position) {
    await send('POST', `/v1/jobs/${encodeURIComponent(id)}/move`, { position });
    await this.refresh();
  }

  remove(id) {
    return remove(`/v1/jobs/${encodeURIComponent(id)}`);
  }
}
