import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript6';
import { expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');

/** What browsers built into chat programs five years ago (Chrome 61, Safari 11) cannot even read. */
const TOO_NEW: [string, (node: ts.Node) => boolean][] = [
  [
    '?.',
    (node) => (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) && node.questionDotToken !== undefined,
  ],
  ['??', (node) => ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken],
  ['{...}', (node) => ts.isSpreadAssignment(node)],
  [
    '{...} taken apart',
    (node) => ts.isBindingElement(node) && node.dotDotDotToken !== undefined && ts.isObjectBindingPattern(node.parent),
  ],
  ['catch without a name', (node) => ts.isCatchClause(node) && node.variableDeclaration === undefined],
  ['#private', (node) => ts.isPrivateIdentifier(node)],
  ['class field', (node) => ts.isPropertyDeclaration(node)],
  ['for await', (node) => ts.isForOfStatement(node) && node.awaitModifier !== undefined],
  ['bigint', (node) => ts.isBigIntLiteral(node)],
  ['import', (node) => ts.isImportDeclaration(node) || node.kind === ts.SyntaxKind.ImportKeyword],
];
/** What they read and then do not have. */
const LACKING =
  /^(replaceAll|matchAll|flatMap|flat|fromEntries|allSettled|globalThis|structuredClone|randomUUID|replaceChildren|queueMicrotask|trimStart|trimEnd|toSorted|hasOwn|arrayBuffer|IntersectionObserver|ResizeObserver|WeakRef)$/;

function found(code: string): string[] {
  const seen = new Set<string>();
  const walk = (node: ts.Node): void => {
    for (const [name, is] of TOO_NEW) if (is(node)) seen.add(name);
    if (ts.isIdentifier(node) && LACKING.test(node.text)) seen.add(node.text);
    ts.forEachChild(node, walk);
  };
  walk(ts.createSourceFile('upload.js', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS));
  return [...seen].sort();
}

test('the upload page is one script that browsers five years old can read, and uses nothing that they lack', () => {
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/prepare.mjs')], { stdio: 'ignore' });
  const code = readFileSync(path.join(ROOT, 'dist/upload/upload.js'), 'utf8');
  expect(found(code)).toEqual([]);
  expect(Buffer.byteLength(code)).toBeLessThan(120_000);
});

test('what they could not read would be seen', () => {
  expect(found('try { a?.b ?? { ...c } } catch { [1].flatMap(x => x) }')).toEqual([
    '?.',
    '??',
    'catch without a name',
    'flatMap',
    '{...}',
  ]);
});
