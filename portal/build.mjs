// What Maven calls. Installs, builds and checks the portal, each only when what it depends on has changed since it last
// went well: the stamps in target/ hold a hash of the inputs. usage: node build.mjs build|check
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('.', import.meta.url)));

const packages = ['package.json', 'package-lock.json', '.npmrc'];
const sources = [...packages, 'build.mjs', 'index.html', 'vite.config.ts', 'tsconfig.json', 'public', 'src'];
const checked = [...sources, 'test', '.prettierrc', '.prettierignore'];

function files(path) {
  if (!existsSync(path) || statSync(path).isFile()) {
    return existsSync(path) ? [path] : [];
  }
  return readdirSync(path)
    .sort()
    .flatMap((name) => files(join(path, name)));
}

function hash(inputs) {
  const sum = createHash('sha256').update(process.version);
  for (const file of inputs.flatMap(files)) {
    sum.update(`\0${file}\0`).update(readFileSync(file));
  }
  return sum.digest('hex');
}

function run(command, ...args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`portal: '${command} ${args.join(' ')}' failed${error ? `: ${error.message}` : ''}.`);
    process.exit(status ?? 1);
  }
}

/** Does it unless the stamp says that it was done for exactly these inputs and its result is still there. */
function once(name, inputs, result, act) {
  const stamp = join('target', `${name}.stamp`);
  const now = hash(inputs);
  if (existsSync(result) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) {
    return;
  }
  act();
  mkdirSync('target', { recursive: true });
  writeFileSync(stamp, now);
}

const install = () => once('install', packages, 'node_modules/.package-lock.json', () => run('npm', 'ci'));

switch (process.argv[2]) {
  case 'build':
    install();
    once('build', sources, 'target/classes/portal/index.html', () => run('npm', 'run', 'build', '--silent'));
    break;
  case 'check':
    install();
    once('check', checked, 'node_modules', () => {
      run('npm', 'run', 'lint', '--silent');
      run('npm', 'test', '--silent');
    });
    break;
  default:
    console.error('usage: node build.mjs build|check');
    process.exit(2);
}
