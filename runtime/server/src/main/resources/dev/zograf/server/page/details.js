// A job of the past in full: its pictures, the settings that made them, and what can be done with it.
import { h, icon } from './dom.js';
import { announce, warn } from './announce.js';
import { download, put } from './pictures.js';
import { about, duration, label, shown } from './words.js';

/** What the server calls pictures that were uploaded. */
const UPLOADED = /^[0-9a-f]{32}\.(png|jpeg|webp|gif|bmp|tiff?)$/;

/**
 * Opens a dialog.
 *
 * @param does what its buttons do: `again(job, newSeed)`, `use(result)` if a picture can go in, `remove(job)`
 */
export function showDetails(job, does) {
  const name = about(job);
  const pictures = job.results.filter((result) => result.media.startsWith('image/'));
  const failed = (error) => warn(error.message);
  const close = (then) => () => {
    dialog.close();
    then();
  };
  const remove = h('button', { type: 'button', class: 'danger', onclick: () => sure() }, icon('remove'), 'Remove');
  const sure = () => {
    if (remove.dataset.sure) {
      does.remove(job).then(() => { dialog.close(); announce('Removed.'); }, failed);
    } else {
      remove.dataset.sure = 'true';
      remove.lastChild.textContent = 'Remove for good?';
    }
  };
  const dialog = h('dialog', { class: 'details', 'aria-labelledby': 'details-title', onclose: () => dialog.remove() },
    h('div', { class: 'dialog-head' },
      h('h2', { id: 'details-title' }, name),
      h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: () => dialog.close() }, icon('close'))),
    h('div', { class: 'details-body' },
      h('div', { class: 'details-pictures' },
        job.error && h('p', { class: 'error' }, job.error.message),
        job.warnings?.map(({ node, text }) => h('p', { class: 'hint' }, `Warning, ${node}: ${text}`)),
        pictures.map((result, i) => picture(result, pictures.length > 1 ? `${name}, ${i + 1} of ${pictures.length}` : name, does, close, failed))),
      h('div', {},
        h('dl', { class: 'settings' },
          row('Workflow', job.title || job.source || 'Untitled'),
          Object.entries(job.inputs ?? {}).map(([input, value]) => row(label(input), UPLOADED.test(value?.file ?? value) ? upload(value?.file ?? value) : shown(value))),
          row('Made', new Date(job.ended ?? job.created).toLocaleString()),
          job.started && job.ended && row('Took', duration(job.started, job.ended))),
        h('div', { class: 'details-actions' },
          h('button', { type: 'button', class: 'primary', onclick: close(() => does.again(job, false)) }, icon('again'), 'Again with these settings'),
          h('button', { type: 'button', onclick: close(() => does.again(job, true)) }, icon('dice'), 'Again with a new seed'),
          remove))));
  document.body.append(dialog);
  dialog.showModal();
}

/** A picture that went in. */
function upload(name) {
  const image = h('img', { alt: name });
  put(image, `/v1/files/${encodeURIComponent(name)}`, 128);
  return image;
}

function row(name, value) {
  return [h('dt', {}, name), h('dd', {}, value)];
}

function picture(result, name, does, close, failed) {
  const image = h('img', { alt: name, width: result.width, height: result.height });
  put(image, result.href);
  return h('figure', {}, image,
    h('figcaption', {},
      h('span', { class: 'hint' }, `${result.width} × ${result.height}`),
      h('button', { type: 'button', class: 'small', 'aria-label': `Download ${name}`, onclick: () => download(result.href, result.name.split('/').pop()).catch(failed) }, icon('download'), 'Download'),
      does.use && h('button', { type: 'button', class: 'small', 'aria-label': `Use as input: ${name}`, onclick: close(() => does.use(result)) }, icon('picture'), 'Use as input')));
}
