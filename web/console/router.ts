import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { session } from './me.ts';

/** What stands in the menu, in its order; `needs`: one of these actions, so that nobody is led where all is refused. */
export const sections = [
  { name: 'overview', path: '/', needs: ['read-unit'], load: () => import('./pages/Overview.vue') },
  { name: 'works', path: '/works/:number(\\d+)?', needs: ['read-unit'], load: () => import('./pages/Works.vue') },
  {
    name: 'screening',
    path: '/screening/:number(\\d+)?',
    needs: ['read-unit'],
    load: () => import('./pages/Screening.vue'),
  },
  { name: 'review', path: '/review/:number(\\d+)?', needs: ['read-review'], load: () => import('./pages/Review.vue') },
  { name: 'mails', path: '/mails', needs: ['review'], load: () => import('./pages/Mails.vue') },
  { name: 'people', path: '/people', needs: ['read-people'], load: () => import('./pages/People.vue') },
  { name: 'reminders', path: '/reminders', needs: ['schedule'], load: () => import('./pages/Reminders.vue') },
  { name: 'campaign', path: '/campaign', needs: ['read-unit'], load: () => import('./pages/Campaign.vue') },
  { name: 'exports', path: '/exports', needs: ['export'], load: () => import('./pages/Exports.vue') },
  { name: 'papers', path: '/papers', needs: ['export'], load: () => import('./pages/Papers.vue') },
  { name: 'messages', path: '/messages', needs: ['read-all-units'], load: () => import('./pages/Messages.vue') },
  { name: 'audit', path: '/audit', needs: ['read-all-units'], load: () => import('./pages/Audit.vue') },
] as const satisfies { name: string; path: string; needs: string[]; load: unknown }[];

const routes: RouteRecordRaw[] = [
  ...sections.map(({ name, path, load }) => ({ name, path, component: load })),
  { name: 'me', path: '/me', component: () => import('./pages/Sessions.vue') },
  {
    name: 'enter',
    path: '/enter/:code',
    component: () => import('./pages/Enter.vue'),
    meta: { open: true },
  },
  { path: '/:rest(.*)*', redirect: '/' },
];

export const router = createRouter({ history: createWebHistory('/console/'), routes });

/** Of several campaigns the address says which, so that one that is kept, or sent to a colleague, opens the same. */
router.beforeEach(({ path, query, hash }) => {
  const { campaign, campaigns = [] } = session.me ?? {};
  if (!campaign || campaigns.length < 2 || query.campaign === campaign.id) return true;
  return { path, hash, query: { ...query, campaign: campaign.id } };
});
