// The form of a workflow, made from its inputs, and its button.
import { h, icon, show } from './dom.js';
import { Refused } from './api.js';
import { announce, warn } from './announce.js';
import { control } from './fields.js';
import { label } from './words.js';

/** A form; `run` is called with the values of its inputs and may refuse them. */
export class Form {
  #host;
  #run;
  #fields = new Map();
  #general;
  #busy = false;

  constructor(host, run) {
    this.#host = host;
    this.#run = run;
    host.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    host.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.submit();
      }
    });
  }

  /** Shows the inputs of a workflow, set to what it says itself. */
  show(form) {
    this.#fields.clear();
    const context = { picture: (name) => this.#pictureOf(name) };
    const rows = form.inputs.map((input) => this.#row(input, context));
    this.#general = h('p', { class: 'error general', hidden: true });
    show(this.#host,
      rows.length === 0 && h('p', { class: 'empty' }, 'This workflow has no inputs: it is run as it is.'),
      rows,
      this.#general,
      h('div', { class: 'run-bar' },
        h('button', { type: 'submit', class: 'primary' }, icon('play'), 'Run'),
        h('span', { class: 'hint keys' }, h('kbd', {}, 'Ctrl'), ' + ', h('kbd', {}, 'Enter'))));
    form.inputs.forEach((input) => this.#fields.get(input.name).control.set(input.value));
  }

  #row(input, context) {
    const id = `input-${input.name}`;
    const made = control(input, id, context);
    const error = h('p', { class: 'error', id: `${id}-error`, hidden: true });
    const doc = input.doc && h('p', { class: 'hint', id: `${id}-doc` }, input.doc);
    const target = made.element.id === id ? made.element : made.element.querySelector(`#${CSS.escape(id)}`);
    target.setAttribute('aria-describedby', doc ? `${id}-error ${id}-doc` : `${id}-error`);
    if (input.value === undefined) {
      target.setAttribute('aria-required', 'true');
    }
    this.#fields.set(input.name, { input, control: made, error, target });
    made.element.addEventListener('input', () => this.#clear(input.name));
    return h('div', { class: 'field', 'data-kind': input.type === 'boolean' ? 'switch' : 'plain' },
      h('label', { for: id }, label(input.name)), made.element, error, doc);
  }

  /** Fills in what a job was given; seeds stay as they are, or are drawn anew. */
  fill(settings, newSeed) {
    for (const [name, { input, control: made }] of this.#fields) {
      made.set(name in settings ? settings[name] : input.value);
      made.keep?.(!newSeed);
      if (newSeed) {
        made.renew?.();
      }
    }
  }

  /** The first field that takes a picture, if there is one. */
  picture() {
    return [...this.#fields.values()].find(({ input }) => input.file === 'image')?.control;
  }

  /** The picture that a mask lies over: the one in the field before it, else any. */
  #pictureOf(name) {
    const all = [...this.#fields.values()];
    const at = all.findIndex(({ input }) => input.name === name);
    const before = all.slice(0, at).reverse();
    return [...before, ...all.slice(at)].filter(({ input }) => input.file === 'image')
      .map(({ control: made }) => made.path()).find((path) => path !== undefined);
  }

  focus() {
    this.#fields.values().next().value?.control.focus();
  }

  /** Hands the values in, or says at the fields what is wrong with them. */
  async submit() {
    if (this.#busy) {
      return;
    }
    this.#busy = true;
    this.#host.setAttribute('aria-busy', 'true');
    [...this.#fields.keys()].forEach((name) => this.#clear(name));
    this.#general.hidden = true;
    try {
      const inputs = {};
      for (const [name, { control: made }] of this.#fields) {
        made.beforeRun?.();
        const value = made.value();
        if (value !== undefined) {
          inputs[name] = value;
        }
      }
      await this.#run(inputs);
      announce('It is in the queue.');
    } catch (error) {
      this.#refused(error);
    } finally {
      this.#busy = false;
      this.#host.removeAttribute('aria-busy');
    }
  }

  #refused(error) {
    const rest = [];
    let first;
    for (const problem of error instanceof Refused ? error.problems : []) {
      const name = this.#fieldOf(problem.pointer);
      if (name === undefined) {
        rest.push(said(problem));
      } else {
        this.#fail(name, said(problem));
        first ??= name;
      }
    }
    if (first === undefined || rest.length > 0) {
      this.#general.textContent = rest.length > 0 ? rest.join(' ') : error.message;
      this.#general.hidden = false;
      warn(this.#general.textContent);
    }
    if (first !== undefined) {
      this.#fields.get(first).control.focus();
    }
  }

  /** Says at a field why a job failed, if it was by what is in it. */
  blame(error) {
    const name = error.pointer === undefined ? undefined : this.#fieldOf(error.pointer);
    if (name !== undefined) {
      this.#fail(name, error.message);
    }
  }

  #fieldOf(pointer) {
    for (const [name, { input }] of this.#fields) {
      if (pointer === `/inputs/${name}` || pointer.startsWith(`/inputs/${name}/`)
        || input.targets?.some((target) => target.pointer === pointer)) {
        return name;
      }
    }
    return undefined;
  }

  #fail(name, message) {
    const { error, target } = this.#fields.get(name);
    error.textContent = message;
    error.hidden = false;
    target.setAttribute('aria-invalid', 'true');
  }

  #clear(name) {
    const { error, target } = this.#fields.get(name);
    error.textContent = '';
    error.hidden = true;
    target.removeAttribute('aria-invalid');
  }
}

function said(problem) {
  return problem.remedy ? `${problem.message} ${problem.remedy}` : problem.message;
}
