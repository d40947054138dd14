// Chooses a workflow: those that ship and those that were stored, with a search; takes workflow files too.
import { h, icon, show } from './dom.js';
import { get, remove, send } from './api.js';
import { announce } from './announce.js';

const LAST = 'zograf-workflow';

/** What a workflow needs before it can run, in a few words. */
function needs(workflow) {
  const missing = (workflow.inputs ?? []).filter((input) => input.value === undefined).map((input) => input.name.replaceAll(/\d+$/g, ''));
  return [...new Set(missing)].join(', ');
}

/** A picker in an element; `chosen` is called with the form of a workflow. */
export class Picker {
  #host;
  #chosen;
  #all = [];
  #current;
  #dialog;
  #list;
  #search;
  #error;

  constructor(host, chosen) {
    this.#host = host;
    this.#chosen = chosen;
    this.#dialog = this.#build();
    document.body.append(this.#dialog);
  }

  /** Shows the workflow that was used last, or a good first one. */
  async start() {
    await this.#load();
    const names = this.#all.map((workflow) => workflow.name);
    const last = localStorage.getItem(LAST);
    const name = [last, 'txt2img', names[0]].find((one) => names.includes(one));
    if (name === undefined) {
      this.#label({ title: 'No workflow yet', description: 'Add a workflow file to begin.' });
    } else {
      await this.choose(name);
    }
  }

  async #load() {
    this.#all = (await get('/v1/workflows')).workflows;
  }

  /** Shows a workflow by name. */
  async choose(name) {
    const form = await get(`/v1/workflows/${encodeURIComponent(name)}`);
    localStorage.setItem(LAST, name);
    this.display(form);
    this.#chosen(form);
  }

  /** Says which workflow is shown, whether it has a name or is one of the past. */
  display(form) {
    this.#current = form.name;
    this.#label(form);
  }

  #label({ title, name, description }) {
    show(this.#host,
      h('button', { type: 'button', class: 'workflow', 'aria-haspopup': 'dialog', onclick: () => this.open() },
        h('span', { class: 'workflow-label' }, 'Workflow'),
        h('span', { class: 'workflow-title' }, title || name || 'Untitled'), icon('chevron')),
      description && h('p', { class: 'workflow-description' }, description));
  }

  #build() {
    this.#search = h('input', { type: 'text', role: 'searchbox', id: 'workflow-search', placeholder: 'Search', autocomplete: 'off', oninput: () => this.#draw() });
    this.#list = h('ul', { class: 'workflows' });
    this.#error = h('p', { class: 'error', hidden: true });
    const file = h('input', { type: 'file', accept: '.json,application/json', class: 'visually-hidden', tabindex: '-1', 'aria-label': 'Workflow file', onchange: () => this.#add(file) });
    const dialog = h('dialog', { class: 'picker', 'aria-labelledby': 'picker-title' },
      h('div', { class: 'dialog-head' }, h('h2', { id: 'picker-title' }, 'Workflows'),
        h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: () => dialog.close() }, icon('close'))),
      h('div', { class: 'search' }, icon('search'), h('label', { class: 'visually-hidden', for: 'workflow-search' }, 'Search workflows'), this.#search),
      this.#list,
      this.#error,
      h('div', { class: 'dialog-actions' }, file,
        h('button', { type: 'button', onclick: () => file.click() }, 'Add a workflow file …')));
    this.#search.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        event.preventDefault();
        this.#list.querySelector('button')?.click();
      } else if (event.key === 'ArrowDown') {
        event.preventDefault();
        this.#list.querySelector('button')?.focus();
      }
    });
    this.#list.addEventListener('keydown', (event) => this.#walk(event));
    return dialog;
  }

  async open() {
    this.#search.value = '';
    this.#error.hidden = true;
    this.#draw();
    this.#dialog.showModal();
    this.#search.focus();
    await this.#load();
    this.#draw();
  }

  #walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const buttons = [...this.#list.querySelectorAll('button.choice')];
      const at = buttons.indexOf(document.activeElement) + step;
      (buttons[at] ?? (at < 0 ? this.#search : buttons.at(-1))).focus();
    }
  }

  #draw() {
    const words = this.#search.value.toLowerCase().split(/\s+/).filter((word) => word);
    const fits = this.#all.filter((workflow) => {
      const text = `${workflow.name} ${workflow.title} ${workflow.description}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    show(this.#list, fits.length === 0 ? h('li', { class: 'empty' }, 'No workflow has these words.') : fits.map((workflow) => this.#entry(workflow)));
  }

  #entry(workflow) {
    const required = needs(workflow);
    return h('li', {},
      h('button', {
        type: 'button', class: 'choice', disabled: workflow.problem !== undefined, 'aria-current': workflow.name === this.#current ? 'true' : false,
        onclick: () => this.#take(workflow.name),
      },
      h('span', { class: 'choice-title' }, workflow.title || workflow.name),
      h('span', { class: 'choice-text' }, workflow.problem ?? workflow.description),
      h('span', { class: 'tags' }, workflow.own && h('span', { class: 'tag own' }, 'yours'), required && h('span', { class: 'tag' }, `needs ${required}`))),
      workflow.own && h('button', {
        type: 'button', class: 'icon-button', 'aria-label': `Remove ${workflow.title || workflow.name}`, title: 'Remove', onclick: () => this.#remove(workflow),
      }, icon('remove')));
  }

  async #take(name) {
    try {
      await this.choose(name);
      this.#dialog.close();
      // The button that opened the dialog was drawn anew, so that the browser cannot go back to it.
      this.#host.querySelector('button').focus();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #remove(workflow) {
    try {
      await remove(`/v1/workflows/${encodeURIComponent(workflow.name)}`);
      await this.#load();
      this.#draw();
      this.#search.focus();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #add(file) {
    const [given] = file.files;
    file.value = '';
    if (!given) {
      return;
    }
    const name = given.name.replace(/\.json$/i, '');
    try {
      let workflow;
      try {
        workflow = JSON.parse(await given.text());
      } catch {
        throw new Error(`${given.name} is no JSON.`);
      }
      await send('PUT', `/v1/workflows/${encodeURIComponent(name)}`, workflow);
      await this.#load();
      await this.#take(name);
      announce(`${name} was added.`);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error) {
    const all = error.problems?.map((problem) => `${problem.message} ${problem.remedy ?? ''}`.trim()) ?? [];
    this.#error.textContent = all.length > 0 ? all.join(' ') : error.message;
    this.#error.hidden = false;
  }
}
