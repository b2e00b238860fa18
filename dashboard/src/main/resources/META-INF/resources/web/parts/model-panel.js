import { h } from 'preact';
import { tags } from '../tags.js';
import { Panel } from './status.js';

const { a, code, p, pre } = tags;

const ACTIVATIONS = { relu: 'ReLU', tanh: 'Tanh', sigmoid: 'Sigmoid' };
const INPUTS = 784;
const OUTPUTS = 10;

/** Python code that loads a trial's model. */
export function python({ model }, address) {
  const sizes = [INPUTS, ...model.hidden, OUTPUTS];
  const layers = sizes.slice(1).map((size, i) => `    nn.Linear(${sizes[i]}, ${size}),`);
  const between = `\n    nn.${ACTIVATIONS[model.activation] ?? model.activation}(),\n`;
  return `from urllib.request import urlopen
from safetensors.torch import load
from torch import nn

model = nn.Sequential(
${layers.join(between)}
)
model.load_state_dict(load(urlopen("${address}").read()))
`;
}

/** Download of the trained model, and code to load it. */
export function ModelPanel({ trial }) {
  const path = `/api/trials/${trial.id}/model`;
  return h(
    Panel,
    {
      title: 'Model',
      id: 'model',
      // The server names the file after experiment and trial.
      tools: a({ class: 'button small', href: path, download: '' }, 'Download safetensors'),
    },
    p({ class: 'quiet' }, 'Weights under PyTorch’s names. Inputs are pixels from 0 to 1. To load it in Python:'),
    pre({ tabIndex: 0, 'aria-label': 'Python that loads the model' }, code(python(trial.specification, location.origin + path))),
  );
}
