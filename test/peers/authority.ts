import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peerPath } from '../peers.ts';

export interface Issued {
  readonly key: string;
  readonly cert: string;
}

export interface Wish {
  readonly host: string;
  /** `-days 20`, or `-startdate 20240101000000Z -enddate 20240201000000Z`. */
  readonly dates?: string;
}

/** A certificate authority made by OpenSSL, known to nobody but the test. */
export interface Authority {
  readonly cert: string;
  issue(wish: Wish): Issued;
  /** An authority below this one, whose certificates need its own beside them. */
  below(): Authority;
  selfSigned(host: string): Issued;
  remove(): void;
}

export function makeAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'authority-'));
  const desk = deskIn(folder);
  desk.key('ca');
  desk.openssl('req -x509 -new -key ca.key -subj /O=Test/CN=TestCA -days 30 -out ca.pem');
  return authority(desk, 'ca');
}

interface Desk {
  readonly folder: string;
  readonly openssl: (args: string) => void;
  readonly key: (name: string) => void;
  readonly read: (file: string) => string;
  readonly next: () => string;
}

function deskIn(folder: string): Desk {
  let made = 0;
  const openssl = (args: string): void => {
    execFileSync(peerPath('openssl'), args.split(' '), { cwd: folder, stdio: 'ignore' });
  };
  return {
    folder,
    openssl,
    key: (name) => openssl(`ecparam -name prime256v1 -genkey -noout -out ${name}.key`),
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    next: () => {
      made += 1;
      return `c${made}`;
    },
  };
}

function authority(desk: Desk, signer: string): Authority {
  return {
    cert: desk.read(`${signer}.pem`),
    issue: ({ host, dates = '-days 20' }) =>
      sign(desk, signer, { name: desk.next(), host, dates, ca: false }),
    below() {
      const name = desk.next();
      sign(desk, signer, { name, host: 'between', dates: '-days 20', ca: true });
      return authority(desk, name);
    },
    selfSigned(host) {
      const name = desk.next();
      desk.key(name);
      desk.openssl(
        `req -x509 -new -key ${name}.key -subj /CN=${host} -addext subjectAltName=DNS:${host} -days 9 -out ${name}.pem`,
      );
      return { key: desk.read(`${name}.key`), cert: desk.read(`${name}.pem`) };
    },
    remove: () => rmSync(desk.folder, { recursive: true, force: true }),
  };
}

interface Signing {
  readonly name: string;
  readonly host: string;
  readonly dates: string;
  readonly ca: boolean;
}

/** `openssl ca` rather than `x509`, because only it takes dates in the past in OpenSSL 3.0. */
function sign(desk: Desk, signer: string, { name, host, dates, ca }: Signing): Issued {
  desk.key(name);
  desk.openssl(
    `req -new -key ${name}.key -subj /CN=${host} -addext subjectAltName=DNS:${host} -out ${name}.csr`,
  );
  const settings = `[ca]\ndefault_ca=c\n[c]\ndatabase=${name}.db\nserial=${name}.serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\ncopy_extensions=copy\nx509_extensions=x\n[p]\ncommonName=supplied\n[x]\nbasicConstraints=critical,CA:${ca ? 'TRUE' : 'FALSE'}\n`;
  writeFileSync(join(desk.folder, `${name}.cnf`), settings);
  writeFileSync(join(desk.folder, `${name}.db`), '');
  writeFileSync(join(desk.folder, `${name}.serial`), serialOf(name));
  desk.openssl(
    `ca -batch -config ${name}.cnf -cert ${signer}.pem -keyfile ${signer}.key -in ${name}.csr ${dates} -notext -out ${name}.pem`,
  );
  return { key: desk.read(`${name}.key`), cert: desk.read(`${name}.pem`) };
}

const serialOf = (name: string): string => {
  const digits = Number(name.slice(1)).toString(16);
  return digits.length % 2 === 0 ? digits : `0${digits}`;
};
