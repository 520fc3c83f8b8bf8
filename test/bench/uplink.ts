/**
 * The line measurement on shaped lines (test/netlab) beside iperf3 and a plain test, against the rate that was shaped: error,
 * seconds, bytes. Prints a row a direction, then what was demanded and what was found. Ends with 1 when a demand was missed.
 * `npm run bench:uplink -- --cases quick --section accuracy`
 */
import { messageOf } from '../../kit/result.ts';
import { asked, USAGE } from './uplink/ask.ts';
import type { Row } from './uplink/case.ts';
import { casesOf } from './uplink/cases.ts';
import { runCase } from './uplink/run-door.ts';
import { figureText, summarize } from './uplink/summary.ts';
import { head, rowText } from './uplink/table.ts';

const wish = asked(process.argv.slice(2));
if (!wish.ok) {
  process.stderr.write(`bench:uplink: ${wish.problem}\n${USAGE}`);
  process.exitCode = 2;
} else if (process.getuid?.() !== 0) {
  process.stderr.write('bench:uplink: only root may make network namespaces\n');
  process.exitCode = 3;
} else {
  const { sections, scale, runs, patienceS, peers, router, only } = wish.value;
  const rows: Row[] = [];
  const broken: string[] = [];
  const tell = (row: Row): void => {
    rows.push(row);
    process.stdout.write(rowText(row));
  };
  process.stdout.write(head());
  for (const section of sections)
    for (const each of casesOf(section, scale)) {
      if (!each.name.includes(only)) continue;
      const own = { ...each, peers: each.peers && peers, router: each.router && router };
      try {
        await runCase(own, {
          runs,
          prefix: `hb${process.pid}`,
          patienceMs: patienceS * 1_000,
          tell,
        });
      } catch (error) {
        broken.push(`${section}, ${each.name}: ${messageOf(error)}`);
        process.stdout.write(`broken: ${broken.at(-1)}\n`);
      }
    }
  const figures = summarize(rows);
  process.stdout.write('\n');
  for (const figure of figures) process.stdout.write(figureText(figure));
  process.exitCode = broken.length > 0 || figures.some(({ kept }) => kept === false) ? 1 : 0;
}
