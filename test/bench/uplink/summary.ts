import { bytesShare, DIRECTIONS, errorOf, type Row } from './case.ts';
import { signed } from './table.ts';

/** One demand and what was found; undefined is not judged: nothing was measured, or nothing is demanded. */
export interface Figure {
  readonly says: string;
  readonly found: string;
  readonly kept: boolean | undefined;
}

/** Of 24 runs 22 may not be off; of fewer, the same share. */
const RUNS_WITHIN = 22 / 24;

export function summarize(rows: readonly Row[]): readonly Figure[] {
  const ours = (section: Row['section']): readonly Row[] =>
    rows.filter((row) => row.section === section && row.method === 'hatang');
  return [
    ...accuracy(ours('accuracy')),
    ...peers(rows),
    ...longTrip(ours('rtt100')),
    ...capacity(ours('cross')),
    ...bursts(ours('burst')),
    ...starved(ours('starved')),
    ...queues(ours('bloat')),
    ...without('UDP blocked', ours('udp')),
  ];
}

export function figureText({ says, found, kept }: Figure): string {
  const mark = kept === undefined ? '      ' : kept ? 'kept  ' : 'MISSED';
  return `${mark} ${says}: ${found}\n`;
}

function accuracy(rows: readonly Row[]): readonly Figure[] {
  if (rows.length === 0) return [];
  const each = DIRECTIONS.map((direction) => {
    const own = rows.filter((row) => row.direction === direction);
    return within(`accuracy: ${direction} within 5 % in 22 of 24 runs`, own, 0.05);
  });
  const seconds = mean(rows.map((row) => row.seconds));
  const bytes = mean(rows.map(bytesShare));
  const longest = Math.max(...rows.map((row) => row.seconds));
  return [
    ...each,
    {
      says: 'accuracy: mean at most 1.3 s a direction',
      found: `${seconds.toFixed(2)} s, longest ${longest.toFixed(2)} s`,
      kept: seconds <= 1.3,
    },
    {
      says: 'accuracy: mean at most 8 % of the bytes of 10 s',
      found: `${percent(bytes)}, most ${percent(Math.max(...rows.map(bytesShare)))}`,
      kept: bytes <= 0.08,
    },
    portBytes(rows),
  ];
}

/** What the router's port carried, queues filled on purpose and what came after the end too, so that nobody counts his own bytes. */
function portBytes(rows: readonly Row[]): Figure {
  const shares = rows.map((row) => bytesShare({ ...row, bytes: row.hatang?.wireBytes ?? 0 }));
  return {
    says: 'accuracy: the same by the router’s port, over the whole measurement',
    found: `${percent(mean(shares))}, most ${percent(Math.max(...shares))}`,
    kept: undefined,
  };
}

function peers(rows: readonly Row[]): readonly Figure[] {
  return (['iperf3', 'http4'] as const).flatMap((method) => {
    const own = rows.filter((row) => row.method === method);
    if (own.length === 0) return [];
    const seconds = mean(own.map((row) => row.seconds)).toFixed(2);
    const figure = within(`beside it, ${method}: within 5 %`, own, 0.05);
    const found = `${figure.found}, ${seconds} s, ${percent(mean(own.map(bytesShare)))} of the bytes`;
    return [{ ...figure, found, kept: undefined }];
  });
}

function longTrip(rows: readonly Row[]): readonly Figure[] {
  if (rows.length === 0) return [];
  const longest = Math.max(...rows.map((row) => row.seconds));
  const off = worst(rows);
  return [
    { says: 'RTT 100 ms: within 10 %', found: worstText(rows), kept: off <= 0.1 },
    {
      says: 'RTT 100 ms: at most 3 s a direction',
      found: `longest ${longest.toFixed(2)} s`,
      kept: longest <= 3,
    },
  ];
}

function capacity(rows: readonly Row[]): readonly Figure[] {
  if (rows.length === 0) return [];
  const seen = rows.flatMap((row) => {
    const bps = row.hatang?.capacityBps;
    return bps === undefined ? [] : [bps / row.shapedBps - 1];
  });
  const off = Math.max(0, ...seen.map(Math.abs));
  const said = seen.length === rows.length;
  return [
    {
      says: 'cross traffic: link capacity within 3 %',
      found: said ? `worst ${percent(off)}` : `told in ${seen.length} of ${rows.length}`,
      kept: said && off <= 0.03,
    },
    {
      says: 'cross traffic: available, of what was left',
      found: [...new Set(rows.flatMap((row) => row.hatang?.crossShare ?? []))]
        .map((share) => `${percent(share, 0)} taken: ${leftText(rows, share)}`)
        .join(', '),
      kept: undefined,
    },
  ];
}

function leftText(rows: readonly Row[], share: number): string {
  const own = rows.filter((row) => row.hatang?.crossShare === share && row.bps !== undefined);
  return signed(mean(own.map((row) => (row.bps ?? 0) / (row.shapedBps * (1 - share)) - 1)));
}

/** Against the same line's own result without an allowance. */
function bursts(rows: readonly Row[]): readonly Figure[] {
  const isPlain = ({ name }: Row): boolean => name.endsWith('burst 0 MB');
  const moved = rows
    .filter((row) => !isPlain(row))
    .flatMap((row) => {
      const plain = rows.filter(
        (one) => isPlain(one) && one.direction === row.direction && one.shapedBps === row.shapedBps,
      );
      const base = mean(plain.flatMap(({ bps }) => bps ?? []));
      return row.bps === undefined || plain.length === 0 ? [] : [{ by: row.bps / base - 1, row }];
    });
  if (moved.length === 0) return [];
  const most = moved.reduce((a, b) => (Math.abs(b.by) > Math.abs(a.by) ? b : a));
  const { name, direction } = most.row;
  return [
    {
      says: 'burst of 6–20 MB: moves the result by at most 3 %',
      found: `most ${signed(most.by)} % (${name}, ${direction})`,
      kept: Math.abs(most.by) <= 0.03,
    },
  ];
}

function starved(rows: readonly Row[]): readonly Figure[] {
  const errors = rows.flatMap((row) => errorOf(row) ?? []);
  if (errors.length === 0) return [];
  const highest = Math.max(...errors);
  const blind = rows.filter(
    (row) => (errorOf(row) ?? 0) < -0.05 && row.hatang?.bottleneck === 'line',
  );
  return [
    {
      says: 'starved: never above the shaped rate',
      found: `highest ${signed(highest)} %, lowest ${signed(Math.min(...errors))} %`,
      kept: highest <= 0,
    },
    {
      says: 'starved: more than 5 % too low and blamed on the line',
      found: `${blind.length} of ${rows.length}`,
      kept: undefined,
    },
  ];
}

function queues(rows: readonly Row[]): readonly Figure[] {
  const names = [...new Set(rows.map(({ name }) => name))];
  return names.map((name) => {
    const own = rows.filter((row) => row.name === name);
    const said = DIRECTIONS.map((direction) => {
      const trips = own.filter((row) => row.direction === direction);
      const loaded = mean(trips.flatMap(({ hatang }) => hatang?.loadedMs ?? []));
      return `${direction} ${loaded.toFixed(0)} ms`;
    });
    return {
      says: `loaded round trip of ${own[0]?.hatang?.trueLoadedMs} ms (${name})`,
      found: said.join(', '),
      kept: undefined,
    };
  });
}

function without(what: string, rows: readonly Row[]): readonly Figure[] {
  return rows.length === 0
    ? []
    : [{ ...within(`${what}: within 5 %`, rows, 0.05), kept: undefined }];
}

function within(says: string, rows: readonly Row[], limit: number): Figure {
  const good = rows.filter((row) => Math.abs(errorOf(row) ?? -1) <= limit).length;
  return {
    says,
    found: `${good} of ${rows.length}, ${worstText(rows)}`,
    kept: good >= Math.ceil(rows.length * RUNS_WITHIN),
  };
}

const worst = (rows: readonly Row[]): number =>
  Math.max(...rows.map((row) => Math.abs(errorOf(row) ?? -1)));

function worstText(rows: readonly Row[]): string {
  const row = rows.find((one) => Math.abs(errorOf(one) ?? -1) === worst(rows));
  return `worst ${signed(row && errorOf(row))} % (${row?.name}, ${row?.direction})`;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`;
