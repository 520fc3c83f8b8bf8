import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { days, type EpochMs, epochMs } from '../../kit/units.ts';

/** Lab machines know the agent by this very certificate: an earlier end would cut them all off. */
const VALID_FOR = days(20 * 365);

/** Text in a certificate is for whoever looks at it in a browser; nobody checks the name. */
const NAME = [{ name: 'commonName', value: 'hatang' }];

/** A new key and a certificate signed by itself, as one text in PEM: the key first. */
export async function makeCertificate(now: EpochMs): Promise<string> {
  // Most agents never make another: only then is the library read.
  const { default: forge } = await import('node-forge');
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(pair.publicKey);
  // A serial number is positive: its first bit is clear.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = new Date(epochMs(now - days(1)));
  certificate.validity.notAfter = new Date(epochMs(now + VALID_FOR));
  certificate.setSubject(NAME);
  certificate.setIssuer(NAME);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(pair.privateKey), forge.md.sha256.create());
  return pair.privateKey + forge.pki.certificateToPem(certificate);
}
