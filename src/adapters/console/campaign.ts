import { contradictionSentence } from '../../application/conversation/contradiction-words.ts';
import type { Campaign, Milestone, Rule } from '../../domain/campaign.ts';
import { contradictions } from '../../domain/contradictions.ts';
import { lastDayOf } from '../../domain/deadline.ts';
import { beijingDay } from '../../domain/time.ts';
import type { Handlers } from './answering.ts';

/** The notice: what it says, by clause, and where it contradicts itself. */
export const campaignHandlers: Handlers = {
  async campaign({ desk, turn }) {
    const { campaign } = desk.office;
    const today = beijingDay(turn.now);
    return {
      id: campaign.id,
      name: campaign.name,
      issuer: campaign.issuer,
      document: {
        title: campaign.document.title,
        number: campaign.document.number ?? '',
        issued: campaign.document.issued ?? '',
      },
      phases: campaign.phases.map(({ name, from, to = '', text, clause }) => ({ name, from, to, text, clause })),
      milestones: campaign.milestones.map((one) => milestoneOf(one, today)),
      categories: campaign.categories.map(({ id, name, clause, content, rules, project }) => ({
        ...{ id, name, clause, content },
        rules: rules.map(ruleOf),
        platform:
          project?.platforms.map(({ name: called, url }) => [called, url].filter(Boolean).join(' ')).join('、') ?? '',
      })),
      rules: campaign.rules.map(ruleOf),
      cityTargets: campaign.cityTargets.map(({ category, number, text, clause }) => ({
        ...{ categoryId: category, number, text, clause },
      })),
      duties: campaign.duties.map(({ text, clause }) => ({ text, clause })),
      contacts: campaign.contacts.map(({ office, name = '', phones, clause }) => ({ office, name, phones, clause })),
      answers: campaign.answers.map(({ text, clause = '' }) => ({ text, clause })),
      contradictions: contradictions(campaign).map((one) => contradictionSentence(desk.office, one)),
      questions: questionsOf(campaign),
    };
  },
};

const ruleOf = ({ aspect, level, text, clause }: Rule) => ({ aspect, level, text, clause });

const milestoneOf = (one: Milestone, today: string) => ({
  name: one.name,
  when: one.day ?? one.month ?? '',
  wording: one.wording,
  reading: one.reading ?? '',
  text: one.text,
  clause: one.clause,
  past: lastDayOf(one) < today,
});

const questionsOf = ({ questions }: Campaign): string[] => questions.map(({ text }) => text);
