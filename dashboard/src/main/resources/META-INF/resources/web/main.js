import { h, render } from 'preact';
import { App } from './app.js';
import { interceptLinks } from './router.js';
import { applyTheme } from './theme.js';

applyTheme();
interceptLinks();
render(h(App), document.getElementById('page'));
