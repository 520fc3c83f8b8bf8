/**
 * Strikes our own secrets out of a text from outside: a server that was told one may say it back in its refusal, and
 * that goes into logs and onto pages.
 */
export function keepOut(secrets: readonly (string | undefined)[]): (text: string) => string {
  const forms = secrets
    .filter((secret): secret is string => secret !== undefined && secret !== '')
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      padded(secret),
      padded(secret).replace(/=+$/, ''),
    ])
    .sort((a, b) => b.length - a.length);
  return (text) => forms.reduce((rest, form) => rest.replaceAll(form, '[kept out]'), text);
}

const padded = (secret: string): string => Buffer.from(secret).toString('base64');
