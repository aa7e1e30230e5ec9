import { contradictions } from '../../../domain/contradictions.ts';
import { daysLeft, deadlinesOf } from '../../../domain/deadline.ts';
import { beijingDay, beijingDayAndTime, monthOf } from '../../../domain/time.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { campaignClosed } from '../../works/closing.ts';
import { extensionsOf, targetsNow } from '../../works/ledger.ts';
import { command } from '../context.ts';
import { contradictionSentence } from '../contradiction-words.ts';

export const target = command({
  id: 'target',
  action: 'read-notice',
  args: { units: { kind: 'units', for: 'read' } },
  async handle(context, { units }) {
    const { campaign, say, actor } = context;
    const targets = await targetsNow(context);
    const unitIds = units.length > 0 ? units : actor.units;
    if (unitIds.length === 0) {
      const { columns, clause, note } = campaign.table;
      return say('notice.targets', {
        clause,
        note: note.text,
        noteClause: note.clause,
        columns: columns.map((id) => ({
          category: categoryOf(context, id).short,
          measure: categoryOf(context, id).measure,
          sum: campaign.units.reduce((sum, unit) => sum + (targets.get(unit.id)?.get(id) ?? 0), 0),
        })),
        city: campaign.cityTargets.map(({ category, number, text, clause: source }) => ({
          category: categoryOf(context, category).short,
          number,
          text,
          clause: source,
        })),
      });
    }
    return [...new Set(unitIds)]
      .map((id) => {
        const unit = unitOf(context, id);
        const own = targets.get(id);
        const row = campaign.table.rows.find((one) => one.unit === id);
        return say('notice.target', {
          unit: unit.name,
          none: own === undefined,
          duty: unit.duty?.text ?? '',
          dutyClause: unit.duty?.clause ?? '',
          items: [...(own ?? [])].map(([categoryId, number]) => {
            const printed = row?.cells[campaign.table.columns.indexOf(categoryId)];
            return {
              category: categoryOf(context, categoryId).short,
              measure: categoryOf(context, categoryId).measure,
              number,
              printed: printed !== undefined && printed !== number ? printed : '',
            };
          }),
          sum: [...(own?.values() ?? [])].reduce((sum, number) => sum + number, 0),
          clause: campaign.table.clause,
          note: campaign.table.note.text,
        });
      })
      .join('\n\n');
  },
});

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
    const left = daysLeft(now, own);
    return say('notice.deadline', {
      milestones: campaign.milestones.map((milestone) => ({
        name: milestone.name,
        at: milestone.day ?? milestone.month ?? '',
        wording: milestone.wording,
        reading: milestone.reading ?? '',
        clause: milestone.clause,
      })),
      closed,
      left: !closed && left > 0 ? left : '',
      today: !closed && left === 0,
      past: !closed && left < 0 ? -left : '',
      extended,
      own: own.extended ? own.day : '',
      time: beijingDayAndTime(now),
    });
  },
});

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
        return say('notice.rules', {
          category: category.name,
          clause: category.clause,
          content: category.content,
          rules: category.rules.map(({ text, clause }) => ({ text, source: clause })),
          unruled: category.rules.length === 0,
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
              name: project.contact.name,
              phone: phones ? project.contact.phones.join('、') : '',
              clause: project.clause,
            },
          ]
        : [];
    });
    return say('notice.contact', {
      hosts,
      offices: campaign.contacts.map((one) => ({
        office: one.office,
        name: one.name,
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
    const month = monthOf(beijingDay(now));
    const running = campaign.phases.filter(({ from, to }) => from <= month && month <= to);
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
