import { beforeAll, describe, expect, it } from 'vitest';
import { CameraProbe } from '../../agent/probes/onvif/camera-probe.ts';
import { CameraOptions as Section } from '../../agent/probes/onvif/options.ts';
import { knockTcp } from '../../agent/probes/onvif/ports-door.ts';
import { receiveUdp } from '../../agent/probes/onvif/rtsp/udp-door.ts';
import { openCertificates } from '../../agent/probes/onvif/trust/certificates-door.ts';
import { doorsOf, type TrustingDoors } from '../../agent/probes/onvif/trust/trusting.ts';
import { type PassReport, problemOf } from '../../agent/schedule/pass.ts';
import { sweep } from '../../agent/schedule/sweep.ts';
import { type Clock, systemClock } from '../../kit/clock.ts';
import { silentLog } from '../../kit/log.ts';
import { type Ms, ms } from '../../kit/units.ts';
import type { FieldValue } from '../../wire/fact.ts';
import { entriesOf, fleetOf, HANGING } from '../bench/camera-fleet.ts';
import { type CameraOptions, startCamera } from '../sim/camera/camera.ts';
import { codedAhead } from '../sim/rtsp/track.ts';

/** So many times faster than on the wall pass time, deadlines and windows. */
const SPEED = 4;
const GOOD = 4;
const short = (span: Ms): Ms => ms(span / SPEED);
const clock: Clock = {
  now: systemClock.now,
  elapsed: () => ms(systemClock.elapsed() * SPEED),
  sleep: (span, signal) => systemClock.sleep(short(span), signal),
};
const reports = new Map<string, PassReport>();

/** The doors of the agent, whose deadlines are short too. */
function shortDoors(): TrustingDoors {
  const doors = doorsOf(openCertificates(undefined, silentLog));
  return {
    ...doors,
    exchange: (ask, deadline, signal) => doors.exchange(ask, short(deadline), signal),
    connect: (address, listener, limits) =>
      doors.connect(address, listener, { ...limits, deadline: short(limits.deadline) }),
  };
}

/** One sweep over good and hanging cameras together; all tests look at it. */
beforeAll(async () => {
  const code = codedAhead();
  const cameras = await Promise.all(
    fleetOf(GOOD).map((one) => startCamera({ ...one, ...sooner(one), code })),
  );
  const section = Section.parse({ list: entriesOf(cameras) });
  const parts = { ...shortDoors(), receive: receiveUdp, tcp: knockTcp, clock, random: Math.random };
  const probes = section.list.map((entry) => new CameraProbe(entry, section, parts));
  const { signal } = new AbortController();
  for (const report of await sweep(probes, { clock, stop: signal }))
    reports.set(report.probe.id, report);
  await Promise.all(cameras.map((camera) => camera.stop()));
});

/** The short window must still see pictures stop. */
const sooner = ({ state }: CameraOptions) => (state === 'torn' ? { fps: 4 * 25 } : {});

function seen(id: string, measurement: string): Readonly<Record<string, FieldValue>> {
  const outcome = reports.get(id)?.outcome;
  const facts = outcome?.kind === 'measured' ? outcome.pass.facts : [];
  return facts.find((fact) => fact.measurement === measurement)?.fields ?? {};
}

describe('a sweep over cameras of which many hang', () => {
  it.each(Array.from({ length: GOOD }, (_, at) => `good-${at}`))('reads all of %s', (id) => {
    expect(seen(id, 'camera_stream')).toMatchObject({
      state: 'live',
      width: 1920,
      height: 1080,
      claimed_fps: 25,
      settable_fps: 25,
    });
    expect(reports.get(id)).toMatchObject({ late: false });
  });

  it.each([
    ['soap-drips', 'unreachable', /nhận kết nối rồi im lặng/, /falls silent/],
    ['soap-silent', 'unreachable', /nhận kết nối rồi im lặng/, /falls silent/],
    ['soap-endless', 'unreachable', /không đọc được/, /can’t be read/],
    ['soap-endless-head', 'unreachable', /nhận kết nối rồi im lặng/, /falls silent/],
    ['profiles-drip', 'no_video', /treo ở bước GetProfiles/, /hangs at GetProfiles/],
    ['describe-silent', 'no_video', /không trả lời ở bước DESCRIBE/, /not answer DESCRIBE/],
    ['setup-silent', 'no_video', /không trả lời ở bước SETUP/, /not answer SETUP/],
    ['frame-drips', 'frozen', /camera đứng hình/, /the camera is frozen/],
  ] as const)('names %s: %s, and what hangs', (id, state, vi, en) => {
    const report = reports.get(id);
    expect(seen(id, 'camera')).toMatchObject({ state, up: state !== 'unreachable' });
    expect(report === undefined ? undefined : problemOf(report)).toEqual({
      vi: expect.stringMatching(vi),
      en: expect.stringMatching(en),
    });
    // Two silences of five seconds, or one and a window: nobody holds its slot to the deadline.
    expect(report?.took).toBeLessThan(14_000);
  });

  it('looked at every way of hanging, and still learned who hangs at its profiles', () => {
    expect(reports.size).toBe(GOOD + Object.keys(HANGING).length);
    expect(seen('profiles-drip', 'camera')).toMatchObject({
      up: true,
      serial: 'SIM-profiles-drip',
    });
  });
});
