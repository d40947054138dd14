// What is wrong with the page for people who use it in another way: texts too faint, ids that are there twice, controls without a label,
// targets that are too small for a finger, what scrolls where the keyboard cannot get. Returns messages.
(() => {
  const wrong = [];
  const colour = (text) => {
    const [, body] = /rgba?\(([^)]*)\)/.exec(text) ?? [];
    const parts = body?.split(/[ ,/]+/).map(Number);
    return parts && { rgb: parts.slice(0, 3), alpha: parts[3] ?? 1 };
  };
  const luminance = ([r, g, b]) => {
    const part = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const contrast = (a, b) => {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = colour(getComputedStyle(at).backgroundColor);
      if (found && found.alpha > 0.5) {
        return found.rgb;
      }
    }
    return [255, 255, 255];
  };
  const modal = document.querySelector('dialog[open]');
  const root = modal ?? document.body;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      || element.closest('.visually-hidden, :disabled, [aria-disabled], script, noscript, title, option')) {
      continue;
    }
    const style = getComputedStyle(element);
    const svg = element.closest('svg');
    const ink = colour(svg ? style.fill : style.color)?.rgb;
    const behind = svg ? colour(getComputedStyle(element.parentElement.querySelector('rect')).fill)?.rgb : ground(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ink && behind && contrast(ink, behind) < (large ? 3 : 4.5)) {
      wrong.push(`"${node.textContent.trim().slice(0, 40)}" has the contrast ${contrast(ink, behind).toFixed(2)}`);
    }
  }
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => wrong.push(`the id ${id} is there twice`));
  for (const element of root.querySelectorAll('[aria-labelledby], [aria-describedby], [aria-controls], label[for]')) {
    for (const name of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for']) {
      (element.getAttribute(name) ?? '').split(' ').filter((id) => id && !document.getElementById(id))
        .forEach((id) => wrong.push(`${name} of ${element.tagName} names ${id}, which is not there`));
    }
  }
  for (const element of root.querySelectorAll('button, select, textarea, input:not([type=file], [type=range], [type=radio], [type=checkbox])')) {
    const box = element.getBoundingClientRect();
    if (element.checkVisibility() && box.width > 0 && (box.width < 24 || box.height < 24)) {
      wrong.push(`${element.tagName} "${element.textContent.trim()}" is ${box.width} by ${box.height}`);
    }
  }
  for (const element of root.querySelectorAll('*')) {
    const style = getComputedStyle(element);
    const scrolls = (element.scrollWidth > element.clientWidth + 1 && /auto|scroll/.test(style.overflowX))
      || (element.scrollHeight > element.clientHeight + 1 && /auto|scroll/.test(style.overflowY));
    if (scrolls && !element.matches('textarea, select, [tabindex="0"]') && !element.querySelector('button, a[href], input, select, textarea, [tabindex="0"]')) {
      wrong.push(`${element.tagName}.${element.className} scrolls, and nothing in it can be focused`);
    }
  }
  for (const element of root.querySelectorAll('[onclick], [onload], [onerror], [style*="expression"]')) {
    wrong.push(`${element.tagName} has a handler in its markup`);
  }
  return wrong;
})();
