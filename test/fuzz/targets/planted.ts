import { bytesOf, promise, type Target } from '../target.ts';

const planted = { seeds: async () => [bytesOf('abcdefgh')], words: ['x'] };

/** Breaks its promise on every input with an `x`. */
export const plantedThrow: Target = {
  ...planted,
  name: 'planted-throw',
  feed: (bytes) => promise(!bytes.includes(0x78), 'an x was taken'),
};

/** Never comes back from an input with an `x`. */
export const plantedHang: Target = {
  ...planted,
  name: 'planted-hang',
  feed(bytes) {
    while (bytes.includes(0x78));
  },
};
