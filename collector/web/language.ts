import type { Language } from '../../kit/text.ts';

/** Vietnamese first, English by `?lang=en`, remembered in a cookie. */
const COOKIE = 'hatang_lang';
const YEAR_S = 365 * 86_400;

const isLanguage = (word: string | undefined): word is Language => word === 'vi' || word === 'en';

/** The language asked for in the address, else the remembered one, else Vietnamese. */
export function languageOf(asked: string | undefined, cookieHeader: string | undefined): Language {
  if (isLanguage(asked)) return asked;
  const remembered = (cookieHeader ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .find(([name]) => name === COOKIE)?.[1];
  return isLanguage(remembered) ? remembered : 'vi';
}

/** The Set-Cookie that remembers a language asked for in the address; undefined when none was. */
export function languageCookie(asked: string | undefined): string | undefined {
  return isLanguage(asked)
    ? `${COOKIE}=${asked}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax; HttpOnly`
    : undefined;
}
