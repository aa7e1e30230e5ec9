import { z } from 'zod';
import { FILE_RULES, type Parameter, type RuleCheck } from '../domain/file-rules.ts';
import { NAME_PARTS } from '../domain/rule.ts';
import { extension } from './campaign-fields.ts';

const parameters: Record<Parameter, z.ZodType> = {
  count: z.int().min(1),
  extensions: z.array(extension).min(1),
  least: z.int().min(0).exactOptional(),
  most: z.int().min(1).exactOptional(),
  edge: z.enum(['width', 'height', 'long']),
  seconds: z.literal('seconds'),
  bytes: z.literal('bytes'),
  parts: z.array(z.enum(NAME_PARTS)).min(1),
};
const checks = Object.entries(FILE_RULES).map(([kind, { given }]) =>
  z.strictObject({
    kind: z.literal(kind),
    ...Object.fromEntries(Object.entries(given).map(([name, parameter]) => [name, parameters[parameter]])),
  }),
);
/** What a rule of the campaign file may have checked: `check: {kind, …}`, as `domain/file-rules.ts` declares it. */
export const ruleCheck = z.discriminatedUnion('kind', checks as never) as unknown as z.ZodType<RuleCheck>;
