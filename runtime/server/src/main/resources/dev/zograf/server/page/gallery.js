// The pictures of the past, newest first.
import { h, show } from './dom.js';
import { get } from './api.js';
import { put } from './pictures.js';
import { about } from './words.js';

const PAGE = 24;

/** A gallery in an element; `open` is called with the job of a picture. */
export class Gallery {
  #host;
  #open;
  #jobs = [];
  #tiles = new Map();
  #total = 0;

  constructor(host, open) {
    this.#host = host;
    this.#open = open;
  }

  /** Asks for the newest. */
  async load() {
    const { jobs, total } = await this.#ask(0);
    this.#jobs = jobs;
    this.#total = total;
    this.#draw();
  }

  #ask(offset) {
    return get(`/v1/jobs?state=done,failed,interrupted&order=newest&inputs=true&limit=${PAGE}&offset=${offset}`);
  }

  async #more() {
    const { jobs, total } = await this.#ask(this.#jobs.length);
    const known = new Set(this.#jobs.map((job) => job.id));
    const first = this.#jobs.length;
    this.#jobs.push(...jobs.filter((job) => !known.has(job.id)));
    this.#total = total;
    this.#draw();
    this.#host.querySelectorAll('.gallery button')[first]?.focus();
  }

  /** A job that ended stays as it is, and so does its tile: what has the focus, or had it when a dialog was opened, keeps it. */
  #draw() {
    const focused = document.activeElement;
    this.#tiles = new Map(this.#jobs.map((job) => [job.id, this.#tiles.get(job.id) ?? h('li', {}, this.#tile(job))]));
    if (this.#jobs.length === 0) {
      show(this.#host, h('p', { class: 'empty' }, 'Pictures are kept here, each with the settings that made it.'));
      return;
    }
    show(this.#host,
      h('ul', { class: 'gallery' }, [...this.#tiles.values()]),
      this.#jobs.length < this.#total && h('button', { type: 'button', class: 'small more', onclick: () => this.#more() }, 'Show more'));
    if (this.#host.contains(focused)) {
      focused.focus();
    }
  }

  #tile(job) {
    const name = about(job);
    const pictures = job.results.filter((result) => result.media.startsWith('image/'));
    const image = pictures.length > 0 && h('img', { alt: '', loading: 'lazy' });
    if (image) {
      put(image, pictures[0].href, 256);
    }
    const said = { failed: 'Failed', interrupted: 'Interrupted' }[job.state];
    return h('button', {
      type: 'button', class: 'tile', title: name, 'data-state': job.state,
      'aria-label': [said, name, pictures.length > 1 && `${pictures.length} pictures`].filter(Boolean).join(', '),
      onclick: () => this.#open(job),
    },
    image || h('span', { class: 'tile-text' }, said && h('strong', {}, said), said ? job.error?.message ?? name : name),
    pictures.length > 1 && h('span', { class: 'count', 'aria-hidden': 'true' }, String(pictures.length)));
  }
}
