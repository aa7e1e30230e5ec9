import { Counter } from 'prom-client';
import { z } from 'zod';
import type { LanguageModel } from '../../application/language/model.ts';

export interface ModelSettings {
  /** The address before `/chat/completions`. */
  baseUrl: string;
  apiKey: string | undefined;
  model: string;
}

const PATIENCE_MS = 8_000;
const LONGEST_ANSWER = 64 * 1024;

const completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});

/** Every call to the model, by how it went; shown under `/metrics`. */
export const modelCalls = new Counter({
  name: 'baosong_model_calls_total',
  help: 'Calls to the language model by outcome',
  labelNames: ['outcome'],
  registers: [],
});

class ModelFailed extends Error {
  constructor(outcome: string) {
    super(outcome);
    this.name = `ModelFailed: ${outcome}`;
  }
}

/**
 * Any endpoint that speaks OpenAI's chat completions
 * (https://platform.openai.com/docs/api-reference/chat/create), with a strict JSON schema for the answer.
 */
export function chatCompletions(
  { baseUrl, apiKey, model }: ModelSettings,
  giveUp: () => AbortSignal = () => AbortSignal.timeout(PATIENCE_MS),
): LanguageModel {
  const url = `${baseUrl.replace(/\/+$/, '')}/chat/completions`;
  return {
    async complete({ system, user, schema }) {
      const signal = giveUp();
      try {
        const response = await fetch(url, {
          method: 'POST',
          signal,
          redirect: 'error',
          headers: { 'content-type': 'application/json', ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
          body: JSON.stringify({
            model,
            temperature: 0,
            messages: [
              { role: 'system', content: system },
              { role: 'user', content: user },
            ],
            response_format: { type: 'json_schema', json_schema: { name: 'meaning', strict: true, schema } },
          }),
        });
        if (!response.ok) throw new ModelFailed('status');
        const answer = contentOf(await limited(response));
        modelCalls.inc({ outcome: 'answered' });
        return answer;
      } catch (error) {
        const outcome = signal.aborted ? 'timeout' : error instanceof ModelFailed ? error.message : 'unreachable';
        modelCalls.inc({ outcome });
        throw error instanceof ModelFailed && !signal.aborted ? error : new ModelFailed(outcome);
      }
    },
  };
}

async function limited(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_ANSWER) throw new ModelFailed('too-long');
  }
  return text;
}

function contentOf(body: string): unknown {
  try {
    return JSON.parse(completion.parse(JSON.parse(body)).choices[0]?.message.content ?? '');
  } catch {
    throw new ModelFailed('unreadable');
  }
}
