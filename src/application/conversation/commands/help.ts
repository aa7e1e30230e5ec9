import { fold } from '../../../domain/fold.ts';
import { allowed } from '../../people/permit.ts';
import { nearestCommand } from '../../words/parse.ts';
import { misuse } from '../../words/refuse.ts';
import { command } from '../context.ts';

export const help = command({
  id: 'help',
  action: 'help',
  everywhere: true,
  args: { word: { kind: 'text' } },
  phrases: {
    'help.list': ['bound', 'campaign', 'reports', 'commands', 'commands.usage', 'commands.does'],
    'help.one': ['usage', 'does', 'example', 'detail', 'aliases', 'mayNot', 'limit'],
  },
  async handle(context, { word: written }, say) {
    const { vocabulary, actor, fileLimit, campaign } = context;
    const word = written.replace(/^[/／、\\＼]/, '');
    const mayUse = context.commands.filter(
      ({ action, ofSeveral }) => allowed(context, action) && (!ofSeveral || context.campaigns.size > 1),
    );
    if (word === '')
      return say('help.list', {
        bound: actor.personId !== undefined,
        campaign: campaign.name,
        reports: actor.units.length > 0,
        commands: mayUse.map(({ id }) => ({
          usage: vocabulary.commands[id]?.usage ?? '',
          does: vocabulary.commands[id]?.does ?? '',
        })),
      });
    const asked = Object.keys(vocabulary.commands).find((id) => {
      const words = vocabulary.commands[id];
      return words && [words.name, ...words.aliases].some((name) => fold(name) === fold(word));
    });
    const id = asked ?? nearestCommand(word, vocabulary);
    const words = id === undefined ? undefined : vocabulary.commands[id];
    if (!words || id === undefined) return misuse('help.unknown', { word });
    return say('help.one', {
      ...{ usage: words.usage, does: words.does, example: words.example, detail: words.detail },
      aliases: words.aliases.join('、'),
      mayNot: !mayUse.some((command) => command.id === id),
      limit: context.commands.find((command) => command.id === id)?.takesFiles
        ? Math.floor(fileLimit / 1024 / 1024)
        : '',
    });
  },
});
