// Says things to people who do not see them.

function say(id, text) {
  const region = document.getElementById(id);
  region.textContent = '';
  // A region that is filled anew is read again, also if the words are the same.
  requestAnimationFrame(() => { region.textContent = text; });
}

/** When there is time. */
export const announce = (text) => say('status', text);

/** Now. */
export const warn = (text) => say('alert', text);
