// The list of jobs that run and wait, each with buttons to move it and to stop it.
import { h, icon, show } from './dom.js';
import { announce, warn } from './announce.js';
import { about } from './words.js';

/** Shows the queue in an element; `look` is called with a job that is to be shown large. */
export function showQueue(host, title, jobs, look) {
  const draw = () => {
    title.textContent = jobs.total > 0 ? `Queue (${jobs.total})` : 'Queue';
    const focused = document.activeElement?.closest?.('[data-job]')?.dataset.job;
    const action = document.activeElement?.dataset?.action;
    if (jobs.active.length === 0) {
      show(host, h('p', { class: 'empty' }, 'Nothing waits. What you run comes here first.'));
    } else {
      const waiting = jobs.active.filter((job) => job.state === 'queued');
      show(host,
        h('ol', { class: 'queue' }, jobs.active.map((job) => row(job, waiting.indexOf(job), waiting))),
        jobs.total > jobs.active.length && h('p', { class: 'hint' }, `and ${jobs.total - jobs.active.length} more`));
    }
    if (focused) {
      const rows = host.querySelector(`[data-job="${CSS.escape(focused)}"]`);
      const button = rows?.querySelector(`[data-action="${action}"]`);
      (button?.disabled === false ? button : rows?.querySelector('button:enabled') ?? title).focus();
    }
  };

  const row = (job, index, waiting) => {
    const name = about(job);
    const running = job.state === 'running';
    const act = (word, picture, enabled, does) => h('button', {
      type: 'button', class: 'icon-button', 'data-action': word, disabled: !enabled, title: `${word[0].toUpperCase()}${word.slice(1)}`,
      'aria-label': `${word[0].toUpperCase()}${word.slice(1)}: ${name}`,
      onclick: () => does().catch((error) => warn(error.message)),
    }, icon(picture));
    const move = (to, said) => async () => {
      await jobs.move(job.id, to);
      announce(`${name}: ${said}`);
    };
    return h('li', { class: 'row', 'data-job': job.id, 'data-state': job.state },
      h('button', { type: 'button', class: 'row-text', 'data-action': 'show', onclick: () => look(job) },
        h('span', { class: 'row-title' }, name),
        h('span', { class: 'row-state' }, running ? 'Running' : `Waiting, place ${job.position + 1}`)),
      h('span', { class: 'row-actions' },
        !running && act('move first', 'first', index > 0, move(waiting[0]?.position, 'first of those that wait')),
        !running && act('move up', 'up', index > 0, move(waiting[index - 1]?.position, 'moved up')),
        !running && act('move down', 'down', index < waiting.length - 1, move(waiting[index + 1]?.position, 'moved down')),
        act('cancel', 'close', true, async () => {
          await jobs.cancel(job.id);
          announce(`${name}: cancelled`);
        })));
  };

  jobs.addEventListener('queue', draw);
  draw();
}
