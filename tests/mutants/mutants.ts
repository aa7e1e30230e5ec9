import ts from 'typescript6';

/** A small wrong change to a source. */
export interface Mutant {
  file: string;
  from: number;
  to: number;
  instead: string;
  line: number;
  /** `a < b` → `a <= b`. */
  told: string;
}

const OPERATORS: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
  [ts.SyntaxKind.LessThanToken]: '<=',
  [ts.SyntaxKind.LessThanEqualsToken]: '<',
  [ts.SyntaxKind.GreaterThanToken]: '>=',
  [ts.SyntaxKind.GreaterThanEqualsToken]: '>',
  [ts.SyntaxKind.AmpersandAmpersandToken]: '||',
  [ts.SyntaxKind.BarBarToken]: '&&',
  [ts.SyntaxKind.MinusToken]: '+',
  [ts.SyntaxKind.AsteriskToken]: '/',
  [ts.SyntaxKind.SlashToken]: '*',
};
const METHODS: Record<string, string> = {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  floor: 'ceil',
  ceil: 'floor',
};

/** Every mutant of a source: operators, conditions, constants, methods that have an opposite, and statements left out. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: Mutant[] = [];
  const change = (node: ts.Node, instead: string) => {
    const [from, to] = [node.getStart(tree), node.getEnd()];
    const line = tree.getLineAndCharacterOfPosition(from).line + 1;
    const [was, is] = [source.slice(from, to), instead].map((text) => text.replace(/\s+/g, ' ').slice(0, 60));
    found.push({ file, from, to, instead, line, told: `${was} → ${is === '' ? '(nothing)' : is}` });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    mutate(node, change, source);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function mutate(node: ts.Node, change: (node: ts.Node, instead: string) => void, source: string): void {
  if (ts.isBinaryExpression(node)) {
    const opposite = OPERATORS[node.operatorToken.kind];
    if (opposite) change(node.operatorToken, opposite);
  } else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    change(node, node.operand.getText());
  else if (ts.isConditionalExpression(node) || ts.isIfStatement(node)) {
    const condition = ts.isIfStatement(node) ? node.expression : node.condition;
    change(condition, 'true');
    change(condition, 'false');
  } else if (node.kind === ts.SyntaxKind.TrueKeyword) change(node, 'false');
  else if (node.kind === ts.SyntaxKind.FalseKeyword) change(node, 'true');
  else if (ts.isNumericLiteral(node)) change(node, `(${node.text} + 1)`);
  else if (ts.isStringLiteral(node) && isValue(node)) change(node, node.text === '' ? "'mutant'" : "''");
  else if (ts.isExpressionStatement(node)) change(node, ';');
  else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name, expression } = node.expression;
    const opposite = METHODS[name.text];
    if (opposite) change(name, opposite);
    if (name.text === 'filter') change(node, source.slice(expression.getStart(), expression.getEnd()));
  }
}

/** A text that is compared or handed on, not a key; of a list of words the first, as each would say the same of it. */
const isValue = (node: ts.StringLiteral, { parent } = node): boolean =>
  !(ts.isArrayLiteralExpression(parent) && parent.elements[0] !== node) &&
  !ts.isLiteralTypeNode(parent) &&
  !ts.isImportDeclaration(parent) &&
  !(ts.isPropertyAssignment(parent) && parent.name.kind === ts.SyntaxKind.StringLiteral) &&
  !ts.isElementAccessExpression(parent);
