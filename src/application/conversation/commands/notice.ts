import type { Milestone } from '../../../domain/campaign.ts';
import { contradictions } from '../../../domain/contradictions.ts';
import { daysLeft, deadlinesOf } from '../../../domain/deadline.ts';
import { isRunning } from '../../../domain/phase.ts';
import { beijingDay, beijingDayAndTime } from '../../../domain/time.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { campaignClosed } from '../../works/closing.ts';
import { extensionsOf } from '../../works/ledger.ts';
import { type Context, command } from '../context.ts';
import { contradictionSentence } from '../contradiction-words.ts';

export const deadline = command({
  id: 'deadline',
  action: 'read-notice',
  args: { units: { kind: 'units', for: 'read' } },
  async handle(context, { units }) {
    const { campaign, say, actor, now } = context;
    const asked = units.length > 0 ? units : actor.units;
    const readable = asked.filter((id) => allowed(context, 'read-unit', id));
    const deadlines = deadlinesOf(campaign, await extensionsOf(context, readable));
    const { base } = deadlines;
    // What holds now, not what was granted before it.
    const extended = readable.flatMap((unitId) => {
      const whole = deadlines.of(unitId, '');
      const apart = campaign.categories.filter(({ id }) => deadlines.of(unitId, id).day !== whole.day);
      const unit = unitOf(context, unitId).short;
      return [
        ...(whole.extended ? [{ unit, category: '', day: whole.day }] : []),
        ...apart.map(({ id, short }) => ({ unit, category: short, day: deadlines.of(unitId, id).day })),
      ];
    });
    const [only, another] = readable;
    const own = only !== undefined && another === undefined ? deadlines.of(only, '') : base;
    const closed = await campaignClosed(context);
    const left = base.open ? undefined : daysLeft(now, own);
    return say('notice.deadline', {
      milestones: campaign.milestones.map((milestone) => ({
        name: milestone.name,
        at: [milestone.day ?? milestone.month ?? '', milestone.time ?? ''].filter(Boolean).join(' '),
        about: scopeOf(context, milestone),
        wording: milestone.wording,
        reading: milestone.reading ?? '',
        clause: milestone.clause,
      })),
      closed,
      left: !closed && left !== undefined && left > 0 ? left : '',
      today: !closed && left === 0,
      until: campaign.milestones.find(({ id }) => id === 'report')?.time ?? '24:00',
      past: !closed && left !== undefined && left < 0 ? -left : '',
      recurring: campaign.recurring.map(({ text, clause: source }) => ({ text, source })),
      extended,
      own: own.extended ? own.day : '',
      time: beijingDayAndTime(now),
    });
  },
});

/** For whom and for what, where it is not for all. */
function scopeOf(context: Context, { categories = [], units = [], kinds = [] }: Milestone): string {
  const kindNames = context.campaign.kinds.filter(({ id }) => kinds.includes(id)).map(({ name }) => name);
  const names = [
    ...kindNames,
    ...units.map((id) => unitOf(context, id).short),
    ...categories.map((id) => categoryOf(context, id).short),
  ];
  return names.join('、');
}

export const rules = command({
  id: 'rules',
  action: 'read-notice',
  args: { category: { kind: 'categories', for: 'read', required: 'notice.rules-which' } },
  async handle(context, { category: asked }) {
    const { say } = context;
    return asked
      .slice(0, 3)
      .map((id) => {
        const category = categoryOf(context, id);
        const asking = [...category.rules, ...context.campaign.rules];
        return say('notice.rules', {
          category: category.name,
          clause: category.clause,
          content: category.content,
          rules: asking.map(({ text, clause }) => ({ text, source: clause })),
          unruled: asking.length === 0,
          project: category.project !== undefined,
        });
      })
      .join('\n\n');
  },
});

export const platform = command({
  id: 'platform',
  action: 'read-notice',
  args: { category: { kind: 'categories', for: 'read' } },
  async handle(context, { category: asked }) {
    const { say, campaign } = context;
    const ids = asked.length > 0 ? asked : campaign.categories.filter(({ project }) => project).map(({ id }) => id);
    return ids
      .map((id) => {
        const { name, project } = categoryOf(context, id);
        if (!project) return say('notice.no-project', { category: name });
        return say('notice.platform', {
          category: name,
          host: project.host,
          clause: project.clause,
          platforms: project.platforms.map((one) => ({ name: one.name, url: one.url ?? '' })),
        });
      })
      .join('\n');
  },
});

/** Phones go to bound people in a direct chat only (docs/product.md, section 10). */
export const contact = command({
  id: 'contact',
  action: 'read-notice',
  args: { everyone: { kind: 'everyone' }, category: { kind: 'categories', for: 'read' } },
  async handle(context, { category: ids }) {
    const { campaign, say, inGroup, actor } = context;
    const phones = !inGroup && actor.personId !== undefined;
    const hosts = ids.flatMap((id) => {
      const { name, project } = categoryOf(context, id);
      return project
        ? [
            {
              category: name,
              host: project.host,
              name: project.contact?.name ?? '',
              phone: phones ? (project.contact?.phones.join('、') ?? '') : '',
              clause: project.clause,
            },
          ]
        : [];
    });
    return say('notice.contact', {
      hosts,
      offices: campaign.contacts.map((one) => ({
        office: one.office,
        name: one.name ?? '',
        note: one.note ?? '',
        phone: phones ? one.phones.join('、') : '',
        email: one.email ?? '',
        clause: one.clause,
      })),
      hidden: !phones,
      inGroup,
    });
  },
});

export const phase = command({
  id: 'phase',
  action: 'read-notice',
  args: {},
  async handle(context) {
    const { campaign, say, now } = context;
    const today = beijingDay(now);
    const running = campaign.phases.filter((one) => isRunning(one, today));
    return say('notice.phase', {
      now: running.map(({ name }) => name).join('、'),
      phases: campaign.phases.map((one) => ({
        name: one.name,
        from: one.from,
        to: one.to === one.from ? '' : one.to,
        text: one.text,
        clause: one.clause,
        current: running.includes(one),
      })),
    });
  },
});

export const problems = command({
  id: 'findings',
  action: 'read-notice',
  args: {},
  async handle(context) {
    const found = contradictions(context.campaign);
    if (found.length === 0) return context.say('findings.none');
    return context.say('findings.list', {
      count: found.length,
      findings: found.map((contradiction, index) => ({
        number: index + 1,
        sentence: contradictionSentence(context, contradiction),
      })),
    });
  },
});
