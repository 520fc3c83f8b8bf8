import type { BitWriter } from './bit-writer.ts';

/** Table 9-52 of ITU-T H.265: the range of the less probable symbol, by state and range quarter. */
const LPS_RANGE: readonly (readonly [number, number, number, number])[] = [
  [128, 176, 208, 240],
  [128, 167, 197, 227],
  [128, 158, 187, 216],
  [123, 150, 178, 205],
  [116, 142, 169, 195],
  [111, 135, 160, 185],
  [105, 128, 152, 175],
  [100, 122, 144, 166],
  [95, 116, 137, 158],
  [90, 110, 130, 150],
  [85, 104, 123, 142],
  [81, 99, 117, 135],
  [77, 94, 111, 128],
  [73, 89, 105, 122],
  [69, 85, 100, 116],
  [66, 80, 95, 110],
  [62, 76, 90, 104],
  [59, 72, 86, 99],
  [56, 69, 81, 94],
  [53, 65, 77, 89],
  [51, 62, 73, 85],
  [48, 59, 69, 80],
  [46, 56, 66, 76],
  [43, 53, 63, 72],
  [41, 50, 59, 69],
  [39, 48, 56, 65],
  [37, 45, 54, 62],
  [35, 43, 51, 59],
  [33, 41, 48, 56],
  [32, 39, 46, 53],
  [30, 37, 43, 50],
  [29, 35, 41, 48],
  [27, 33, 39, 45],
  [26, 31, 37, 43],
  [24, 30, 35, 41],
  [23, 28, 33, 39],
  [22, 27, 32, 37],
  [21, 26, 30, 35],
  [20, 24, 29, 33],
  [19, 23, 27, 31],
  [18, 22, 26, 30],
  [17, 21, 25, 28],
  [16, 20, 23, 27],
  [15, 19, 22, 25],
  [14, 18, 21, 24],
  [14, 17, 20, 23],
  [13, 16, 19, 22],
  [12, 15, 18, 21],
  [12, 14, 17, 20],
  [11, 14, 16, 19],
  [11, 13, 15, 18],
  [10, 12, 15, 17],
  [10, 12, 14, 16],
  [9, 11, 13, 15],
  [9, 11, 12, 14],
  [8, 10, 12, 14],
  [8, 9, 11, 13],
  [7, 9, 11, 12],
  [7, 9, 10, 12],
  [7, 8, 10, 11],
  [6, 8, 9, 11],
  [6, 7, 9, 10],
  [6, 7, 8, 9],
  [2, 2, 2, 2],
];

/** Table 9-53: the state after the less probable symbol. */
const AFTER_LPS = [
  0, 0, 1, 2, 2, 4, 4, 5, 6, 7, 8, 9, 9, 11, 11, 12, 13, 13, 15, 15, 16, 16, 18, 18, 19, 19, 21, 21,
  22, 22, 23, 24, 24, 25, 26, 26, 27, 27, 28, 29, 29, 30, 30, 30, 31, 32, 32, 33, 33, 33, 34, 34,
  35, 35, 35, 36, 36, 36, 37, 37, 37, 38, 38, 63,
];

export interface Context {
  state: number;
  likely: number;
}

/** §9.3.2.2: a context as its table value and the slice's QP start it. */
export function startContext(initValue: number, qp: number): Context {
  const slope = (initValue >> 4) * 5 - 45;
  const offset = ((initValue & 15) << 3) - 16;
  const start = Math.min(126, Math.max(1, ((slope * qp) >> 4) + offset));
  return start <= 63 ? { state: 63 - start, likely: 0 } : { state: start - 64, likely: 1 };
}

/** The arithmetic encoder of §9.3.5, which H.264 and H.265 share. */
export class CabacEncoder {
  readonly #bits: BitWriter;
  #low = 0;
  #range = 510;
  #isFirst = true;
  #outstanding = 0;

  constructor(bits: BitWriter) {
    this.#bits = bits;
  }

  decide(context: Context, bin: number): void {
    const row = LPS_RANGE[context.state];
    const rangeOfLps = row?.[(this.#range >> 6) & 3] ?? 2;
    this.#range -= rangeOfLps;
    if (bin === context.likely) {
      context.state = Math.min(62, context.state + 1);
    } else {
      this.#low += this.#range;
      this.#range = rangeOfLps;
      if (context.state === 0) context.likely = 1 - context.likely;
      context.state = AFTER_LPS[context.state] ?? 63;
    }
    this.#renormalise();
  }

  /** `width` equiprobable bins. */
  bypass(width: number, value: number): void {
    for (let bit = width - 1; bit >= 0; bit -= 1) {
      this.#low = this.#low * 2 + ((value >> bit) & 1) * this.#range;
      if (this.#low >= 1024) this.#put(1, 1024);
      else if (this.#low < 512) this.#put(0, 0);
      else this.#hold(512);
    }
  }

  /** The bin that ends a slice; after a 1 the stop bit is written too. */
  terminate(isLast: boolean): void {
    this.#range -= 2;
    if (isLast) {
      this.#low += this.#range;
      this.#range = 2;
    }
    this.#renormalise();
    if (!isLast) return;
    this.#put((this.#low >> 9) & 1, 0);
    this.#bits.u(2, ((this.#low >> 7) & 3) | 1).align();
  }

  #renormalise(): void {
    while (this.#range < 256) {
      if (this.#low < 256) this.#put(0, 0);
      else if (this.#low >= 512) this.#put(1, 512);
      else this.#hold(256);
      this.#range *= 2;
      this.#low *= 2;
    }
  }

  #hold(taken: number): void {
    this.#low -= taken;
    this.#outstanding += 1;
  }

  #put(bit: number, taken: number): void {
    this.#low -= taken;
    if (this.#isFirst) this.#isFirst = false;
    else this.#bits.u(1, bit);
    for (; this.#outstanding > 0; this.#outstanding -= 1) this.#bits.u(1, 1 - bit);
  }
}
