// Asks for the key that the server wants. It is kept for this tab, and sent as a header.
import { h } from './dom.js';
import { forgetKey, hasKey, setKey } from './api.js';

/** Asks until there is a key; `wrong` says that the last one was refused. */
export function askForKey(wrong) {
  return new Promise((resolve) => {
    const field = h('input', { id: 'key-field', type: 'password', autocomplete: 'current-password', required: true, 'aria-describedby': 'key-error' });
    const error = h('p', { id: 'key-error', class: 'error', hidden: !wrong }, 'The server does not know this key.');
    const dialog = h('dialog', { class: 'key-dialog', 'aria-labelledby': 'key-title' },
      h('form', {
        method: 'dialog', 'aria-labelledby': 'key-title',
        onsubmit: () => {
          setKey(field.value);
          dialog.remove();
          resolve();
        },
      },
      h('h2', { id: 'key-title' }, 'This server needs a key'),
      h('p', { class: 'hint' }, 'It is kept until this tab is closed.'),
      h('label', { for: 'key-field' }, 'Key'), field, error,
      h('div', { class: 'dialog-actions' }, h('button', { class: 'primary' }, 'Go on'))));
    // Without a key there is nothing behind the dialog to go back to.
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** The button that forgets the key. */
export function showKeyButton(button) {
  button.hidden = !hasKey();
  button.textContent = 'Forget key';
  button.onclick = () => {
    forgetKey();
    location.reload();
  };
}
