// Fills one form in a process of its own: whatever an office has put into it costs a refusal and no more.
import type { FormFilling } from '../../domain/form.ts';
import { fillForm } from './fill-form.ts';

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const { form, filling } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { form: string; filling: FormFilling };
const filled = await fillForm(Buffer.from(form, 'base64'), filling);
process.stdout.write(JSON.stringify('docx' in filled ? { docx: Buffer.from(filled.docx).toString('base64') } : filled));
