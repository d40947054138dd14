// Puts the parts of the page together.
import { blob, get, whenKeyIsNeeded } from './api.js';
import { announce, warn } from './announce.js';
import { showDetails } from './details.js';
import { Form } from './form.js';
import { Gallery } from './gallery.js';
import { Graph } from './graph.js';
import { Jobs } from './jobs.js';
import { askForKey, showKeyButton } from './key.js';
import { Picker } from './picker.js';
import { showQueue } from './queue.js';
import { Stage } from './stage.js';
import { about } from './words.js';

const at = (id) => document.getElementById(id);
const CONNECTION = { open: 'Connected', lost: 'The server does not answer; trying again …', connecting: 'Connecting …' };

const jobs = new Jobs();
let current;
let drawn;

/** Whether the job that is shown was picked by hand, and stays. */
let picked = false;

/** Brings a part into view where the page is one column. */
const reveal = (element) => element.scrollIntoView({ block: 'nearest' });

/** Draws a workflow's graph, and what its nodes are at. */
function draw(steps, states) {
  if (drawn !== steps) {
    drawn = steps;
    graph.draw(steps);
    stage.name(steps);
  }
  graph.mark(states ?? new Map());
}

/** Shows the form of a workflow; `source` is what is handed in to run it. */
function showForm(form, source) {
  current = { ...form, source };
  at('form').setAttribute('aria-label', form.title || form.name || 'Workflow');
  formView.show(form);
  draw(form.steps, new Map());
}

const graph = new Graph(at('graph'));
const stage = new Stage(at('stage'), jobs, (job) => details(job));
const gallery = new Gallery(at('gallery'), (job) => { pick(job); details(job); });
const picker = new Picker(at('picker'), (form) => {
  if (form.steps) {
    showForm(form, form.name);
  } else {
    warn(form.problem);
  }
});
const steps = new Map();
const formView = new Form(at('form'), async (inputs) => {
  const job = await jobs.submit({ workflow: current.source, inputs, title: current.title || current.name || '', client: 'page' });
  job.inputs = inputs;
  steps.set(job.id, current.steps);
  picked = false;
  if (idle()) {
    look(job);
  }
  reveal(at('stage'));
});

/** Shows a job large, with the graph of its workflow. */
async function look(job) {
  stage.look(job);
  if (!steps.has(job.id)) {
    try {
      steps.set(job.id, (await get(`/v1/jobs/${encodeURIComponent(job.id)}/form`)).steps);
    } catch {
      steps.set(job.id, []);
    }
  }
  if (stage.job.id === job.id) {
    draw(steps.get(job.id), jobs.live(job.id)?.nodes ?? (job.nodes?.size ? job.nodes : ended(job)));
  }
}

/** What the nodes of a job of the past were at, as far as its state says. */
function ended(job) {
  const states = new Map();
  if (job.state === 'done') {
    steps.get(job.id).forEach((step) => states.set(step.id, 'finished'));
  } else if (job.error?.node) {
    states.set(job.error.node, 'failed');
  }
  return states;
}

function details(job) {
  showDetails(job, {
    again,
    use: formView.picture() && use,
    remove: async (one) => {
      await jobs.remove(one.id);
      await gallery.load();
      at('gallery-title').focus();
    },
  });
}

/** Fills the form with the settings of a job, in its workflow as it was then. */
async function again(job, newSeed) {
  try {
    const form = await get(`/v1/jobs/${encodeURIComponent(job.id)}/form`);
    picker.display(form.current ? { ...form, name: form.source } : form);
    showForm(form, form.current ? form.source : form.workflow);
    formView.fill(form.settings, newSeed);
    reveal(at('picker'));
    formView.focus();
    announce('The settings are in the form.');
  } catch (error) {
    warn(error.message);
  }
}

/** Gives a result to the form as its picture. */
async function use(result) {
  const field = formView.picture();
  await field.take(await blob(result.href), result.name);
  field.focus();
}

/** Shows a job that somebody wants to see. */
function pick(job) {
  picked = true;
  return look(job);
}

/** Whether what is shown may make room for a job that has just begun. */
function idle() {
  return !picked && (!stage.job || !['queued', 'running'].includes(stage.job.state));
}

jobs.addEventListener('queue', () => {
  const running = jobs.active.find((job) => job.state === 'running');
  const shown = jobs.active.find((job) => job.id === stage.job?.id);
  if (shown) {
    stage.look(shown);
  } else if (running && idle()) {
    look(running);
  }
});
jobs.addEventListener('progress', ({ detail }) => {
  if (detail === stage.job?.id) {
    stage.look({ ...stage.job, state: 'running' });
    draw(steps.get(detail) ?? drawn ?? [], jobs.live(detail)?.nodes);
  }
});
jobs.addEventListener('ended', ({ detail: job }) => {
  gallery.load().catch((error) => warn(error.message));
  if (job.id !== stage.job?.id) {
    return;
  }
  look(job);
  if (job.state === 'done') {
    announce(`Done: ${about(job)}`);
  } else if (job.error) {
    formView.blame(job.error);
    warn(job.error.message);
  } else {
    announce(`It is ${job.state}.`);
  }
});
jobs.addEventListener('connection', ({ detail }) => {
  at('connection').textContent = CONNECTION[detail];
  at('connection').dataset.state = detail;
  showKeyButton(at('key'));
  if (detail === 'open') {
    gallery.load().catch((error) => warn(error.message));
  }
});

whenKeyIsNeeded(askForKey);
showQueue(at('queue'), at('queue-title'), jobs, pick);
jobs.start();
picker.start().catch((error) => warn(error.message));
