#!/usr/bin/env node
// Checks the names of resources, blocks and arguments against the Google provider's schema.
//
//   node terraform/check.mjs [FOLDER]
//
// The schema is read from the npm packages @cdktf/provider-google and -beta, which npm fetches into
// a temporary folder. Exit status: 0 all names are right, 1 some are not, 3 no package can be had.
// The files are taken to be formatted by terraform fmt, so that a line is an argument or a block.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '16.12.1';
const PACKAGES = { google: '@cdktf/provider-google', 'google-beta': '@cdktf/provider-google-beta' };
const META = new Set(['for_each', 'count', 'depends_on', 'provider', 'lifecycle', 'timeouts']);

const folder = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));
const temp = mkdtempSync(join(tmpdir(), 'polarbeam-schema-'));
const unpacked = {};

/** The folder of a provider's package, fetched at the first use. */
function packageOf(provider) {
  if (!unpacked[provider]) {
    try {
      const name = execFileSync('npm', ['pack', '--silent', `${PACKAGES[provider]}@${VERSION}`], {
        cwd: temp,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
      unpacked[provider] = join(temp, provider);
      execFileSync('mkdir', ['-p', unpacked[provider]]);
      execFileSync('tar', ['xzf', join(temp, name), '-C', unpacked[provider]]);
    } catch (e) {
      console.error(`npm cannot fetch ${PACKAGES[provider]}@${VERSION}: ${e.message}`);
      process.exitCode = 3;
      throw e;
    }
  }
  return join(unpacked[provider], 'package', 'lib');
}

function declarations(path) {
  return readdirSync(path, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory()
        ? declarations(join(path, entry.name))
        : entry.name.endsWith('.d.ts')
          ? readFileSync(join(path, entry.name), 'utf8')
          : [])
    .join('\n');
}

/** The blocks of a resource: by interface, each argument's type and whether it must be given. */
function schema(provider, type) {
  const name = type.replaceAll('_', '-');
  const path = [name, name.replace(/^google-/, '')] // the beta package keeps the beginning
    .map((folder) => join(packageOf(provider), folder))
    .find(existsSync);
  if (!path) {
    return null;
  }
  const text = declarations(path);
  const interfaces = {};
  let root = null;
  for (const [, name, body] of text.matchAll(
    /export interface (\w+)[^{]*\{\n([\s\S]*?)\n\}/g,
  )) {
    interfaces[name] = {};
    for (const [, snake, optional, kind] of body.matchAll(
      /#\w+ \w+#(\w+)\}[\s\S]*?readonly \w+(\??): ([^;]+);/g,
    )) {
      interfaces[name][snake] = { required: optional === '', kind };
    }
    if (text.includes(`interface ${name} extends cdktf.TerraformMetaArguments`)) {
      root = name;
    }
  }
  return { interfaces, root };
}

/** The lines of a file as a tree of blocks. */
function parse(text) {
  const root = { header: [], blocks: [], args: [] };
  const stack = [root];
  let depth = 0; // inside a value of several lines
  text.split('\n').forEach((raw, index) => {
    const line = raw.replace(/(^|\s)#.*$/, '').trimEnd();
    const opened = (line.match(/[{[(]/g) ?? []).length - (line.match(/[}\])]/g) ?? []).length;
    if (depth > 0) {
      depth += opened;
      return;
    }
    const top = stack[stack.length - 1];
    const block = line.match(/^\s*([a-z_]+)((?: "[^"]+")*) \{$/);
    const arg = line.match(/^\s*([a-z_0-9]+)\s*= /);
    if (block) {
      const labels = [...block[2].matchAll(/"([^"]+)"/g)].map((m) => m[1]);
      const child = { header: [block[1], ...labels], blocks: [], args: [], line: index + 1 };
      if (block[1] === 'dynamic') {
        // Its content is a block of the name that it has for a label.
        stack.push({ ...child, isDynamic: true, named: labels[0], outer: top });
      } else if (block[1] === 'content' && top.isDynamic) {
        child.header = [top.named];
        top.outer.blocks.push(child);
        stack.push(child);
      } else {
        top.blocks.push(child);
        stack.push(child);
      }
    } else if (arg) {
      top.args.push({ name: arg[1], value: line.slice(line.indexOf('=') + 1).trim(), line: index + 1 });
      depth = Math.max(0, opened);
    } else if (line.trim() === '}') {
      stack.pop();
    }
  });
  return root;
}

const problems = [];

function check(file, block, known, name) {
  const allowed = known.interfaces[name];
  const given = new Set();
  const look = (item, line) => {
    given.add(item);
    if (!META.has(item) && !allowed[item]) {
      problems.push(`${file}, line ${line}: ${name} has no ${item}`);
      return null;
    }
    return allowed[item];
  };
  block.args.forEach((arg) => look(arg.name, arg.line));
  for (const child of block.blocks) {
    const inner = look(child.header[0], child.line);
    const type = inner && (inner.kind.match(/\w+/g) ?? []).find((word) => known.interfaces[word]);
    if (type) {
      check(file, child, known, type);
    } else if (inner) {
      problems.push(`${file}, line ${child.line}: ${child.header[0]} is no block`);
    }
  }
  for (const [item, { required }] of Object.entries(allowed)) {
    if (required && !given.has(item)) {
      problems.push(`${file}, line ${block.line}: ${name} needs ${item}`);
    }
  }
}

function files(path) {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? files(join(path, entry.name))
      : entry.name.endsWith('.tf')
        ? [join(path, entry.name)]
        : []);
}

try {
  let resources = 0;
  for (const file of files(folder)) {
    for (const block of parse(readFileSync(file, 'utf8')).blocks) {
      if (block.header[0] !== 'resource') {
        continue;
      }
      resources++;
      const provider = block.args.find((a) => a.name === 'provider')?.value ?? 'google';
      const known = schema(provider, block.header[1]);
      if (known === null) {
        problems.push(`${file}, line ${block.line}: there is no resource ${block.header[1]}`);
      } else {
        check(file, block, known, known.root);
      }
    }
  }
  problems.forEach((p) => console.error(p));
  console.log(`${resources} resources, ${problems.length} problems`);
  process.exitCode = problems.length > 0 || resources === 0 ? 1 : 0;
} catch (e) {
  if (process.exitCode !== 3) {
    throw e;
  }
} finally {
  rmSync(temp, { recursive: true, force: true });
}
