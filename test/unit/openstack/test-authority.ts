import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface CertificateChoice {
  /** Negative when it has ended already. */
  readonly days: number;
  /** As in `IP:127.0.0.1`. */
  readonly subjectAltName: string;
  readonly isSelfSigned?: boolean;
}

/** An authority that lives in a folder for temporary files, with certificates made by the openssl command. */
export interface TestAuthority {
  readonly caFile: string;
  make(choice: CertificateChoice): { readonly key: string; readonly cert: string };
  /** Writes a text beside the certificates and returns its path. */
  file(name: string, text: string): string;
  remove(): void;
}

const program = 'openssl';
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

export function testAuthority(): TestAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'authority-'));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void =>
    void execFileSync(program, args, { cwd: folder, stdio: 'pipe' });
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test authority');
  return {
    caFile: at('ca.pem'),
    make({ days, subjectAltName, isSelfSigned = false }) {
      const asked = [
        ...newKey,
        '-keyout',
        'key.pem',
        '-subj',
        '/CN=cloud',
        '-addext',
        `subjectAltName=${subjectAltName}`,
      ];
      if (isSelfSigned) openssl('req', '-x509', ...asked, '-days', String(days), '-out', 'cert.pem');
      else {
        openssl('req', ...asked, '-out', 'asked.csr');
        const signer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-copy_extensions', 'copy'];
        openssl('x509', '-req', '-in', 'asked.csr', ...signer, '-days', String(days), '-out', 'cert.pem');
      }
      return { key: readFileSync(at('key.pem'), 'utf8'), cert: readFileSync(at('cert.pem'), 'utf8') };
    },
    file(name, text) {
      writeFileSync(at(name), text);
      return at(name);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
