import { BlockReader, BlockWriter } from '../../../collector/history/sqlite/block.ts';
import { BrokenBlock } from '../../../collector/history/sqlite/byte-reader.ts';
import { fieldValues, type SeriesColumns } from '../../../collector/history/sqlite/columns.ts';
import { gathered } from '../../../collector/history/sqlite/gather.ts';
import { merged } from '../../../collector/history/sqlite/merge.ts';
import { rolledUp } from '../../../collector/history/sqlite/rollup.ts';
import { epochMs } from '../../../kit/units.ts';
import { promise, type Target } from '../target.ts';

const MOST_VALUES = 8_000_000;

const series = (name: string, points: number): SeriesColumns =>
  gathered({
    series: `camera,device=${name}`,
    points: Array.from({ length: points }, (_, at) => ({
      at: epochMs(1.8e12 + at * 300_000 + ((at * 7) % 13)),
      fields: {
        up: at % 9 > 0,
        latency_s: ((at * 7_919) % 1_000) / 1e5,
        frames: at * 1_500,
        share: Math.sqrt(at),
        ...(at % 5 === 0 ? { error: `timeout ${at % 3}` } : {}),
      },
    })),
  });

function block(...some: readonly SeriesColumns[]): Uint8Array {
  const writer = new BlockWriter();
  for (const one of some) writer.add(one);
  return writer.finish();
}

/** Blocks of history, as they come out of a database whose disk lies. */
export const blocks: Target = {
  name: 'blocks',
  seeds: async () => [
    block(series('a', 3)),
    block(series('a', 288), series('b', 12)),
    block(rolledUp(series('a', 400)).hour),
  ],
  words: ['\x01', '\x80', '\xff\xff\xff\xff\x7f', 'camera,device=', '\x00\x00', '\x7f'],
  feed(bytes) {
    try {
      for (const one of new BlockReader(bytes).series()) {
        const { stamps, columns } = one.read();
        promise(stamps.length <= bytes.length, `${stamps.length} stamps`);
        promise(stamps.length * columns.length <= MOST_VALUES, 'too many values');
        if (stamps.length * columns.length > 10_000) continue;
        for (const { data } of columns) fieldValues(data);
        const piece = { series: one.series, stamps, columns };
        merged([piece, piece]);
      }
    } catch (error) {
      if (!(error instanceof BrokenBlock)) throw error;
    }
  },
};
