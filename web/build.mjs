/* build.mjs - makes the page: node build.mjs [--check] FOLDER
 *
 * Writes index.html, app.js, app.css, maplibre-gl-worker.mjs, favicon.svg and
 * LICENSES.txt to FOLDER, and LOCK.sha256 in the form of sha256sum over what
 * they are made from and over themselves, so that
 *     cd web && sha256sum -c dist/LOCK.sha256
 * shows without node whether FOLDER is current.
 * With --check it builds beside FOLDER, compares byte by byte, and writes
 * nothing there; exit 1 names each file that differs. */
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const LIBRARY = join(root, 'node_modules', 'maplibre-gl', 'dist');

/* The files that decide what the page is, relative to web/, sorted. */
function sources() {
  const inFolder = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)));
  return ['build.mjs', 'package.json', 'package-lock.json', 'tsconfig.json', ...inFolder].sort();
}

/* The packages whose code esbuild put into the bundle, by its metafile. */
function bundledPackages(metafile) {
  const names = new Set(['maplibre-gl']);
  for (const file of Object.keys(metafile.inputs)) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file);
    if (found) names.add(found[1]);
  }
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  /* The library ships its own dependencies inside its one file. */
  const todo = [...names];
  while (todo.length > 0) {
    const entry = lock.packages[`node_modules/${todo.pop()}`];
    for (const name of Object.keys(entry?.dependencies ?? {}))
      if (!names.has(name) && !name.startsWith('@types/') && lock.packages[`node_modules/${name}`]) {
        names.add(name);
        todo.push(name);
      }
  }
  return [...names].sort();
}

/* The licence of each package: its name and version, and the full text. */
function licences(names) {
  const parts = names.map((name) => {
    const folder = join(root, 'node_modules', name);
    const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).filter((f) => /^(licen[cs]e|copying)/i.test(f)).sort()[0];
    const text = file ? readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n').trim() : 'The package brings no licence file.';
    return `${name} ${about.version} (${about.license ?? 'see below'})\n\n${text}\n`;
  });
  return `The page contains these packages.\n\n${parts.join(`\n${'-'.repeat(72)}\n\n`)}`;
}

/* The library's worker without the reference to a source map that is not shipped. */
function worker() {
  return readFileSync(join(LIBRARY, 'maplibre-gl-worker.mjs'), 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
}

async function bundle() {
  const result = await build({
    absWorkingDir: root,
    entryPoints: { app: 'src/main.ts' },
    outdir: 'dist',
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const files = new Map();
  for (const file of result.outputFiles) files.set(relative(join(root, 'dist'), file.path), Buffer.from(file.contents));
  files.set('maplibre-gl-worker.mjs', Buffer.from(worker()));
  for (const name of ['index.html', 'favicon.svg']) files.set(name, readFileSync(join(root, 'src', name)));
  files.set('LICENSES.txt', Buffer.from(licences(bundledPackages(result.metafile))));
  return files;
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function lock(files) {
  const lines = sources().map((name) => `${sha256(readFileSync(join(root, name)))}  ${name}\n`);
  for (const name of [...files.keys()].sort()) lines.push(`${sha256(files.get(name))}  dist/${name}\n`);
  return Buffer.from(lines.join(''));
}

function write(folder, files) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
}

/* Each file of one folder that the other lacks or holds with other bytes. */
function differences(made, kept) {
  const list = (folder) => (existsSync(folder) ? readdirSync(folder) : []);
  return [...new Set([...list(made), ...list(kept)])].sort().filter((name) => {
    const [a, b] = [join(made, name), join(kept, name)];
    return !existsSync(a) || !existsSync(b) || !readFileSync(a).equals(readFileSync(b));
  });
}

const checking = process.argv[2] === '--check';
const folder = process.argv[checking ? 3 : 2];
if (!folder) {
  console.error('usage: node build.mjs [--check] FOLDER');
  process.exit(2);
}
const files = await bundle();
files.set('LOCK.sha256', lock(files));
if (checking) {
  const temporary = mkdtempSync(join(tmpdir(), 'yutu-web-'));
  write(join(temporary, 'dist'), files);
  const stale = differences(join(temporary, 'dist'), join(root, folder));
  rmSync(temporary, { recursive: true });
  for (const name of stale) console.error(`web/${folder}/${name} is not what the sources make; run npm run build in web/`);
  process.exit(stale.length > 0 ? 1 : 0);
}
write(join(root, folder), files);
for (const [name, bytes] of files) console.log(`${String(bytes.length).padStart(9)}  ${folder}/${name}`);
