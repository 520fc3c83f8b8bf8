import * as z from 'zod';

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Where the config sends something: no password in it, because programs on the way log addresses. */
export const OutUrl = z
  .url({ protocol: /^https?$/, message: 'expected https://HOST/PATH' })
  .max(2_000)
  .refine((url) => {
    const { username, password } = new URL(url);
    return username === '' && password === '';
  }, 'no user and password here: put what is secret into the path, or use the signature');

/** Whether everyone on the way could read it: http to anywhere but this machine. */
export function isOpenToAll(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !LOOPBACK.test(hostname);
}

export const SAY_OPEN =
  'http can be read on the way: use https, or say insecure: true for a network you trust';
