// Prints the packages of package-lock.json that node_modules lacks or has in another version; nothing when all are there.
// Runs on the machine's own Node.js, before ours is installed.
import { readFileSync } from 'node:fs';

const [wanted, installed] = ['package-lock.json', 'node_modules/.package-lock.json'].map(packagesOf);
for (const [path, entry] of Object.entries(wanted)) {
  const isWanted = path !== '' && (installed[path] !== undefined || !isForOthers(entry));
  if (isWanted && installed[path]?.version !== entry.version) console.log(`${path} ${entry.version}`);
}

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return {};
  }
}

/** Optional packages that this machine has no use for; those that name no machine belong to one of them. */
function isForOthers({ optional, os, cpu, libc }) {
  const isHere = (names, here) => names === undefined || names.includes(here);
  if (optional !== true) return false;
  return os === undefined || !isHere(os, process.platform) || !isHere(cpu, process.arch) || !isHere(libc, 'glibc');
}
