#!/usr/bin/env node
// Writes each module's README.md from its files: what it is, how it is called, what goes in and out.
//
//   node terraform/readmes.mjs [--check]
//
// Exit status with --check: 0 all are up to date, 1 some are not.
// The files are taken to be formatted by terraform fmt, so that a block ends with a brace of its own.

import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = dirname(fileURLToPath(import.meta.url));
const read = (...path) => readFileSync(join(home, ...path), 'utf8');

/** The comment that a file begins with, in one line. */
const preface = (text) =>
  (text.match(/^(?:#.*\n)+/)?.[0] ?? '').replace(/^# ?/gm, '').replace(/\n(?! )/g, ' ').trim();

/** The blocks of a kind, by name, with their single-line arguments. */
function blocks(text, kind) {
  return [...text.matchAll(new RegExp(`^${kind} "(\\w+)" \\{\\n([\\s\\S]*?)^\\}`, 'gm'))].map(([, name, body]) => ({
    name,
    argument: (key) => body.match(new RegExp(`^  ${key} += (.*)$`, 'm'))?.[1],
  }));
}

const cell = (text) => text.replaceAll('|', '\\|');
const unquoted = (text) => JSON.parse(text ?? '""');
const byName = (a, b) => (a.name < b.name ? -1 : 1);

function input(variable) {
  const otherwise = variable.argument('default');
  const type = variable.argument('type');
  return `| \`${variable.name}\` | ${cell(unquoted(variable.argument('description')))} | ${
    type.endsWith('({') ? 'object' : `\`${type}\``
  } | ${otherwise === undefined ? 'needed' : `\`${otherwise}\``} |`;
}

function readme(module) {
  const main = read('modules', module, 'main.tf');
  const example = read('examples', module, 'main.tf');
  const resources = [...new Set([...main.matchAll(/^resource "(\w+)"/gm)].map((m) => m[1]))].sort();
  return `# ${module}

${preface(main)}

\`\`\`hcl
${example.trim()}
\`\`\`

This is \`examples/${module}\`; \`examples/complete\` ties all modules together.

It makes: ${resources.map((r) => `\`${r}\``).join(', ')}.

| input | what it is | type | if left out |
|---|---|---|---|
${blocks(read('modules', module, 'variables.tf'), 'variable').sort(byName).map(input).join('\n')}

| output | what it is |
|---|---|
${blocks(read('modules', module, 'outputs.tf'), 'output')
  .sort(byName)
  .map((o) => `| \`${o.name}\` | ${cell(unquoted(o.argument('description')))} |`)
  .join('\n')}
`;
}

let stale = 0;
for (const module of readdirSync(join(home, 'modules')).sort()) {
  const file = join(home, 'modules', module, 'README.md');
  const text = readme(module);
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    stale++;
    console.error(`terraform/modules/${module}/README.md is not what terraform/readmes.mjs makes. Run it.`);
  }
}
process.exitCode = stale ? 1 : 0;
