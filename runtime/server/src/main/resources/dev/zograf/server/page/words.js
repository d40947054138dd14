// How jobs, inputs and times are called.

const ABBREVIATIONS = { cfg: 'CFG', vae: 'VAE', lora: 'LoRA', loras: 'LoRAs', controlnet: 'ControlNet' };

/** An input's name as a label has it: `negative_prompt` is "Negative prompt". */
export function label(name) {
  const words = name.replaceAll(/[-_]+/g, ' ').replace(/([a-z])(\d+)$/i, '$1 $2').trim();
  const known = words.replace(/^[a-z]+/i, (word) => ABBREVIATIONS[word.toLowerCase()] ?? word);
  return known ? known[0].toUpperCase() + known.slice(1) : name;
}

/** What a job is about, in a line: its prompt if it has one, else its title. */
export function about(job) {
  const inputs = job.inputs ?? {};
  const text = inputs.prompt ?? Object.entries(inputs)
    .filter(([name, value]) => typeof value === 'string' && /prompt|text|subject|thing/.test(name))
    .map(([, value]) => value)[0];
  return (typeof text === 'string' && text.trim()) || job.title || 'Untitled';
}

/** How long something took. */
export function duration(from, to) {
  const seconds = Math.max(0, (new Date(to) - new Date(from)) / 1000);
  if (seconds < 60) {
    return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  }
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** A value of an input as people read it. */
export function shown(value) {
  if (Array.isArray(value)) {
    return value.map(shown).join(', ');
  }
  if (value !== null && typeof value === 'object') {
    return value.file ?? '…';
  }
  return value === true ? 'yes' : value === false ? 'no' : String(value);
}
