// The job that is looked at: what there is of its picture, how far it is, and what came of it.
import { h, icon, show } from './dom.js';
import { announce, warn } from './announce.js';
import { download, put } from './pictures.js';
import { about, duration } from './words.js';

const QUARTERS = 4;

/** A stage in an element. It follows what runs, unless it was told to show another job. */
export class Stage {
  #host;
  #jobs;
  #job;
  #parts;
  #told = 0;
  #position = 0;
  #again;
  #titles = new Map();

  /** `again` is called with a job whose settings are wanted back. */
  constructor(host, jobs, again) {
    this.#host = host;
    this.#jobs = jobs;
    this.#again = again;
    this.#empty();
  }

  get job() {
    return this.#job;
  }

  /** The titles of nodes by id, for what is said of progress. */
  name(steps) {
    this.#titles = new Map(steps.map((step) => [step.id, step.title || step.id]));
  }

  #empty() {
    show(this.#host, h('div', { class: 'frame empty-stage' },
      icon('picture'),
      h('p', { class: 'stage-words' }, 'Your picture appears here'),
      h('p', { class: 'hint' }, 'Say what to paint, and press Run.')));
  }

  /** Shows a job, whatever it is at. */
  look(job) {
    const other = this.#job?.id !== job.id;
    this.#job = job;
    if (other) {
      this.#told = 0;
      this.#position = 0;
    }
    if (job.state === 'queued' || job.state === 'running') {
      this.#running(other);
    } else if (job.state === 'done') {
      this.#done();
    } else {
      this.#ended();
    }
  }

  #running(other) {
    const live = this.#jobs.live(this.#job.id);
    if (other || !this.#parts) {
      const image = h('img', { alt: 'What there is of the picture so far', hidden: true });
      const words = h('p', { class: 'stage-words' });
      const bar = h('progress', { max: 1, 'aria-label': 'Progress' });
      const step = h('span', { class: 'step' });
      const cancel = h('button', { type: 'button', class: 'small', onclick: () => this.#jobs.cancel(this.#job.id).catch((e) => warn(e.message)) }, icon('close'), 'Cancel');
      this.#parts = { image, words, bar, step };
      show(this.#host, h('div', { class: 'frame', 'data-state': 'running' }, image, words),
        h('div', { class: 'stage-bar' }, h('div', { class: 'meter' }, bar, step), cancel));
    }
    const { image, words, bar, step } = this.#parts;
    if (this.#job.state === 'queued' && !live) {
      words.textContent = 'Waiting for its turn';
      step.textContent = this.#job.position > 0 ? `${this.#job.position} before it` : 'next';
      bar.removeAttribute('value');
      return;
    }
    const title = this.#titles.get(live?.node) ?? live?.node ?? '';
    words.textContent = live?.preview ? '' : 'Beginning …';
    if (live?.preview) {
      image.src = live.preview;
      image.hidden = false;
    }
    if (live?.total > 0) {
      bar.value = live.step / live.total;
      step.textContent = `${title}: ${live.step} of ${live.total}`;
      this.#tell(title, live.step / live.total);
    } else {
      bar.removeAttribute('value');
      step.textContent = title;
    }
  }

  /** Says a quarter once, not each step. */
  #tell(title, part) {
    const quarter = Math.floor(part * QUARTERS);
    if (quarter > this.#told && quarter < QUARTERS) {
      announce(`${title}: ${(100 * quarter) / QUARTERS} percent`);
    }
    this.#told = quarter;
  }

  #done() {
    const job = this.#job;
    this.#parts = undefined;
    const pictures = job.results.filter((result) => result.media.startsWith('image/'));
    const files = job.results.filter((result) => !result.media.startsWith('image/'));
    const shown = pictures[Math.min(this.#position, pictures.length - 1)];
    const image = shown && h('img', { alt: about(job), width: shown.width, height: shown.height });
    if (image) {
      put(image, shown.href);
    }
    const values = Object.entries(job.outputs ?? {});
    show(this.#host,
      h('div', { class: 'frame', 'data-state': 'done' },
        image ?? (values.length === 0 && h('p', { class: 'stage-words' }, 'Done. There is no picture to show.')),
        values.length > 0 && outputs(values)),
      pictures.length > 1 && h('ul', { class: 'strip', 'aria-label': 'Pictures of this run' }, pictures.map((result, i) => {
        const thumb = h('img', { alt: '' });
        put(thumb, result.href, 128);
        return h('li', {}, h('button', {
          type: 'button', 'aria-label': `Picture ${i + 1} of ${pictures.length}`, 'aria-current': result === shown ? 'true' : false,
          onclick: () => {
            this.#position = i;
            this.#done();
            this.#host.querySelectorAll('.strip button')[i].focus();
          },
        }, thumb));
      })),
      h('div', { class: 'stage-bar' },
        h('p', { class: 'facts' }, [shown && `${shown.width} × ${shown.height}`, job.started && job.ended && duration(job.started, job.ended)].filter(Boolean).join(' · ')),
        h('div', { class: 'stage-actions' },
          h('button', { type: 'button', class: 'small', onclick: () => this.#again(job) }, icon('again'), 'Again with …'),
          (shown ? [shown] : files).map((result) => h('button', { type: 'button', class: 'small', onclick: () => download(result.href, result.name.split('/').pop()).catch((e) => warn(e.message)) },
            icon('download'), shown ? 'Download' : result.name)))));
  }

  #ended() {
    const job = this.#job;
    this.#parts = undefined;
    const words = { cancelled: 'Cancelled', interrupted: 'Interrupted', failed: 'It did not work' }[job.state] ?? job.state;
    show(this.#host,
      h('div', { class: 'frame', 'data-state': job.state },
        h('p', { class: 'stage-words' }, words),
        job.error && h('p', { class: 'error' }, job.error.message)),
      h('div', { class: 'stage-bar' }, h('p', { class: 'facts' }, about(job)),
        h('button', { type: 'button', class: 'small', onclick: () => this.#again(job) }, icon('again'), 'Again with …')));
  }
}

function outputs(values) {
  return h('dl', { class: 'outputs' }, values.flatMap(([name, value]) => [
    h('dt', {}, name), h('dd', {}, typeof value === 'string' ? value : JSON.stringify(value))]));
}
