import type { Text } from '../kit/text.ts';
import { epochMs } from '../kit/units.ts';
import type { Device } from './evidence.ts';
import type { Finding, Verdict } from './finding.ts';

/** Shares are quotients: 8 of 10 must reach 0.8. */
const ROUNDING = 1e-9;
/** Names said of devices that fail; the page lists them all. */
const NAMED_AT_MOST = 6;

interface Rolling {
  readonly share: number;
  readonly devices: readonly Pick<Device, 'id' | 'name'>[];
}

/**
 * The school's finding out of its devices': pass when the share that passes is reached; fail when it could not be
 * reached even if all unknown devices passed; else unknown. Devices it does not apply to don't count.
 */
export function rollUp(
  blank: Finding,
  findings: readonly Finding[],
  { share, devices: listed }: Rolling,
): Finding {
  const devices = countVerdicts(findings);
  const total = findings.length - devices.not_applicable;
  if (total === 0) return { ...blank, verdict: 'not_applicable', devices };
  const needed = share * total - ROUNDING;
  const rolled = {
    ...blank,
    devices,
    ...observedOf(findings, devices, total),
    ...(total > 1 && devices.fail > 0 && { says: whoFails(findings, listed) }),
    at: epochMs(Math.max(...findings.map(({ at }) => at))),
  };
  if (devices.pass >= needed) return { ...rolled, verdict: 'pass' };
  if (devices.pass + devices.unknown < needed) return { ...rolled, verdict: 'fail' };
  return { ...rolled, verdict: 'unknown', unknown: whyUnknown(findings) };
}

/** Of one device what was seen of it; of several the share that passes; nothing where none could be judged. */
function observedOf(
  findings: readonly Finding[],
  devices: Readonly<Record<Verdict, number>>,
  total: number,
): Partial<Pick<Finding, 'observed' | 'unit' | 'says'>> {
  const [only] = findings.filter(({ verdict }) => verdict !== 'not_applicable');
  if (total === 1 && only !== undefined) {
    const { observed, unit, says } = only;
    return { observed, unit, ...(says && { says }) };
  }
  return devices.unknown === total ? {} : { observed: devices.pass / total, unit: 'ratio' };
}

function countVerdicts(findings: readonly Finding[]): Record<Verdict, number> {
  const counts = { pass: 0, fail: 0, unknown: 0, not_applicable: 0 };
  for (const { verdict } of findings) counts[verdict] += 1;
  return counts;
}

/** One reason where all unknown devices share it, else the devices by name. */
function whyUnknown(findings: readonly Finding[]): Finding['unknown'] {
  const unknown = findings.filter(({ verdict }) => verdict === 'unknown');
  const [first] = unknown;
  const shared = unknown.every(
    (finding) =>
      finding.unknown?.reason === first?.unknown?.reason &&
      finding.unknown?.input === first?.unknown?.input,
  );
  if (shared && first?.unknown !== undefined) return first.unknown;
  return {
    reason: 'devices_unknown',
    input: unknown.map(({ device }) => device ?? '').join(', '),
  };
}

/** `Chưa đạt: Máy 03, Máy 07 và 4 thiết bị khác`. */
function whoFails(findings: readonly Finding[], listed: Rolling['devices']): Text {
  const names = new Map(listed.map(({ id, name }) => [id, name]));
  const failing = findings
    .flatMap(({ verdict, device }) =>
      verdict === 'fail' && device !== undefined ? [names.get(device) ?? device] : [],
    )
    .sort((a, b) => a.localeCompare(b, 'vi', { numeric: true }));
  const said = failing.slice(0, NAMED_AT_MOST).join(', ');
  const more = failing.length - NAMED_AT_MOST;
  return more > 0
    ? { vi: `Chưa đạt: ${said} và ${more} thiết bị khác`, en: `Failing: ${said} and ${more} more` }
    : { vi: `Chưa đạt: ${said}`, en: `Failing: ${said}` };
}
