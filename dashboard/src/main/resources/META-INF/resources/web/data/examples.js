import { getYaml } from './api.js';

/** The templates: the files of `experiments/`. */
export const EXAMPLES = {
  quickstart: 'Three learning rates, half a minute',
  'part-1-epochs': 'Study, part 1: epochs',
  'part-2-hidden-units': 'Study, part 2: hidden units',
  'part-3-learning-rate': 'Study, part 3: learning rate',
  'part-4-confusion-matrix': 'Study, part 4: confusion matrix',
  'part-5-single-layer': 'Study, part 5: single layer',
  'part-6-cpu-and-gpu': 'Study, part 6: CPU and GPU',
};

/** The text of a template. */
export async function example(name) {
  const response = await fetch(`/web/examples/${name}.yaml`);
  if (!response.ok) throw new Error(`Template “${name}” not found.`);
  return response.text();
}

/** An experiment's specification in YAML, to be edited and submitted again. */
export const specificationOf = (id, options) => getYaml(`/api/experiments/${id}/specification`, options);
