import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../kit/units.ts';
import { holes } from '../../test/json-holes.ts';
import { reportSchool } from '../../test/sample-report-school.ts';
import { sharedCamerasJson } from './report-json.ts';
import { sharedCameras } from './shared-cameras.ts';

const head = { now: epochMs(0), scope: { kind: 'all' }, receiver: 'IOC' } as const;
const school = reportSchool([
  { id: 'gate', zone: 'public', findings: [{}], uri: 'rtsp://admin:s3cret@10.0.0.1/live' },
  { id: 'fence', zone: 'public', findings: [{ verdict: 'fail' }], uri: 'rtsp://10.0.0.2/live' },
  { id: 'door', zone: 'public', findings: [{}, { verdict: 'unknown', criterion: 'CAM-07' }] },
  { id: 'new', zone: 'public', findings: [] },
  { id: 'yard', zone: 'yard', findings: [{}] },
  { id: 'hall', zone: 'corridor', findings: [{}] },
  { id: 'class', zone: 'classroom', findings: [{}] },
  { id: 'nowhere', findings: [{}] },
]);
const ids = (cameras: readonly { readonly device: { readonly id: string } }[]) =>
  cameras.map(({ device }) => device.id);

describe('the cameras a city’s operations centre may connect to', () => {
  it('are those of the public zone of which every basic criterion holds', () => {
    const { conformant, others } = sharedCameras([school]);
    expect(ids(conformant)).toEqual(['gate']);
    expect(ids(others)).toEqual(['fence', 'door', 'new']);
  });

  it('are not kept back by the advanced level', () => {
    const optional = { verdict: 'fail', level: 'advanced' } as const;
    const one = reportSchool([{ id: 'gate', zone: 'public', findings: [{}, optional] }]);
    expect(ids(sharedCameras([one]).conformant)).toEqual(['gate']);
  });

  it('never are, and never are named, where they look at pupils', () => {
    const zones = fc.constantFrom(
      'yard',
      'corridor',
      'classroom',
      'Public',
      'public ',
      '',
      undefined,
    );
    fc.assert(
      fc.property(fc.array(zones), (given) => {
        const inner = given.map((zone, at) => ({
          id: `inner-${at}`,
          findings: [{}],
          ...(zone === undefined ? {} : { zone }),
        }));
        const { conformant, others } = sharedCameras([reportSchool(inner)]);
        expect([...conformant, ...others]).toEqual([]);
      }),
    );
    const text = JSON.stringify(sharedCamerasJson(sharedCameras([school]), head));
    for (const id of ['yard', 'hall', 'class', 'nowhere']) expect(text).not.toContain(`"${id}"`);
  });

  it('come with school, stream and evidence, and without an account', () => {
    const document = sharedCamerasJson(sharedCameras([school]), head);
    expect(document).toMatchObject({
      kind: 'shared-cameras',
      receivingCentre: 'IOC',
      totals: { public: 4, conformant: 1, failing: 1, unknown: 2 },
    });
    expect(document.cameras[0]).toMatchObject({
      id: 'gate',
      zone: 'public',
      school: { id: 'thcs-a' },
      unit: { id: 'cho-quan' },
      codec: 'H264',
      width: 1920,
      height: 1080,
      fps: 25.1,
      stream: 'rtsp://10.0.0.1/live',
      evidence: [{ criterion: 'CAM-03', observed: '640×480', at: '2026-11-23T01:00:00.000Z' }],
    });
    expect(JSON.stringify(document)).not.toMatch(/s3cret|admin/);
    expect(holes(document)).toEqual([]);
  });

  it('tell of the others why not, and no address', () => {
    const { notConformant } = sharedCamerasJson(sharedCameras([school]), head);
    expect(notConformant.map(({ id, verdict, why }) => [id, verdict, why.length])).toEqual([
      ['fence', 'fail', 1],
      ['door', 'unknown', 1],
      ['new', 'unknown', 0],
    ]);
    expect(JSON.stringify(notConformant)).not.toContain('rtsp:');
  });
});
