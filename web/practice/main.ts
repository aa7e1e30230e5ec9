import { createApp } from 'vue';
import App from './App.vue';
import '../look.css';
import './style.css';

createApp(App).mount('#app');
