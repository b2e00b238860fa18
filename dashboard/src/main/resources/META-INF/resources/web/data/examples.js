import { getYaml } from './api.js';

/** Ready experiments that come with Lossline: the files of `experiments/`. */
export const EXAMPLES = {
  quickstart: 'Three learning rates, half a minute',
  'part-1-epochs': 'Study, part 1: epochs',
  'part-2-hidden-units': 'Study, part 2: hidden units',
  'part-3-learning-rate': 'Study, part 3: learning rate',
  'part-4-confusion-matrix': 'Study, part 4: confusion matrix',
  'part-5-single-layer': 'Study, part 5: single layer',
  'part-6-cpu-and-gpu': 'Study, part 6: CPU and GPU',
};

/** The text of a ready experiment. */
export async function example(name) {
  const response = await fetch(`/web/examples/${name}.yaml`);
  if (!response.ok) throw new Error(`There is no ready experiment “${name}”.`);
  return response.text();
}

/** An experiment's specification as the server writes it, to be changed and submitted again. */
export const specificationOf = (id, options) => getYaml(`/api/experiments/${id}/specification`, options);
