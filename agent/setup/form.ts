import type { Text } from '../../kit/text.ts';

/** What a person typed, by field; a field may stand several times. */
export type Form = Pick<URLSearchParams, 'get' | 'getAll' | 'has'>;

/** What is wrong, by the field it stands beside. */
export type Problems = ReadonlyMap<string, Text>;

/** Takes figures and words out of a form, and keeps what is wrong with each. */
export class FormReader {
  readonly #form: Form;
  readonly #problems = new Map<string, Text>();

  constructor(form: Form) {
    this.#form = form;
  }

  get problems(): Problems {
    return this.#problems;
  }

  refuse(field: string, problem: Text): undefined {
    if (!this.#problems.has(field)) this.#problems.set(field, problem);
    return undefined;
  }

  /** Undefined where nothing was typed, or what cannot be. */
  word(field: string, most = LONGEST_WORD): string | undefined {
    const typed = (this.#form.get(field) ?? '').trim();
    if (typed === '') return undefined;
    if (typed.length > most)
      return this.refuse(field, {
        vi: `Dài quá ${most} ký tự.`,
        en: `Longer than ${most} characters.`,
      });
    return this.#harmless(field, typed);
  }

  /** As typed: a password may begin with a space, but a file of its own can't keep that. */
  password(field: string): string | undefined {
    const typed = this.#form.get(field) ?? '';
    if (typed === '') return undefined;
    if (typed !== typed.trim())
      return this.refuse(field, {
        vi: 'Mật khẩu không thể bắt đầu hoặc kết thúc bằng dấu cách.',
        en: 'A password cannot begin or end with a space.',
      });
    if (/\p{Cc}/u.test(typed) || typed.length > LONGEST_WORD) return this.refuse(field, STRANGE);
    return typed;
  }

  /** A figure of people's: `1.000`, `1,000`, `62,5`. */
  number(field: string, { least, most, whole }: Bounds): number | undefined {
    const typed = (this.#form.get(field) ?? '').replace(/\s/g, '');
    if (typed === '') return undefined;
    const value = figureOf(typed);
    if (value === undefined || (whole && !Number.isInteger(value)))
      return this.refuse(
        field,
        whole
          ? { vi: 'Cần một số nguyên.', en: 'A whole number is needed.' }
          : { vi: 'Cần một con số.', en: 'A number is needed.' },
      );
    if (value < least || value > most)
      return this.refuse(field, {
        vi: `Cần từ ${least} đến ${most}.`,
        en: `From ${least} to ${most}.`,
      });
    return value;
  }

  /** One of the words offered. */
  choice<Word extends string>(field: string, words: readonly Word[]): Word | undefined {
    const typed = this.#form.get(field) ?? '';
    const word = words.find((one) => one === typed);
    return typed === '' || word !== undefined ? word : this.refuse(field, STRANGE);
  }

  needed<Value>(field: string, value: Value | undefined): Value | undefined {
    if (value === undefined) this.refuse(field, NEEDED);
    return value;
  }

  /** `${…}` would make the config read a file or a variable of the typist's choice. */
  #harmless(field: string, typed: string): string | undefined {
    return /\p{Cc}|\$\{/u.test(typed) ? this.refuse(field, STRANGE) : typed;
  }
}

export interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

const LONGEST_WORD = 200;

const STRANGE: Text = {
  vi: 'Có ký tự không dùng được ở đây.',
  en: 'There are characters here that cannot be used.',
};

const NEEDED: Text = { vi: 'Cần điền ô này.', en: 'This is needed.' };

/** Groups of three behind a dot or a comma are thousands, as both languages write them; else the last mark is the decimal one. */
function figureOf(typed: string): number | undefined {
  const plain = /^\d{1,3}([.,]\d{3})+$/.test(typed)
    ? typed.replace(/[.,]/g, '')
    : typed.replace(',', '.');
  return /^\d{1,12}(\.\d{1,6})?$/.test(plain) ? Number(plain) : undefined;
}
