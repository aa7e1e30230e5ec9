import { createApp } from 'vue';
import App from './App.vue';
import './element.ts';
import '../look.css';
import './style.css';
import { router } from './router.ts';

createApp(App).use(router).mount('#app');
