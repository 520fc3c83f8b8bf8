import { describe, expect, it } from 'vitest';
import type { Language } from '../../kit/text.ts';
import { type EpochMs, epochMs, hours, minutes } from '../../kit/units.ts';
import { type CountedMachine, countLabs } from '../labs/count.ts';
import { roomFinder } from '../labs/rooms.ts';
import type { LabsState } from '../labs/state.ts';
import { labItems, labsSection } from './labs.ts';
import type { PageState } from './state.ts';

const now = epochMs(Date.parse('2026-11-24T01:00:00Z'));

const room = { id: 'phong-1', name: 'Phòng Tin học 1', seats: 4, pupils: 45, subnets: [] };
const machine = (number: number, seenAt: EpochMs | undefined) => ({
  ...{ id: `pc-${number}`, name: `PC-${number}`, room: 'phong-1', address: '192.168.1.9' },
  ...(seenAt === undefined ? {} : { seenAt }),
});
const lately = epochMs(now - minutes(18));
const register = [machine(10, lately), machine(2, lately), machine(3, epochMs(now - hours(600)))];

const labsOf = (given: Partial<LabsState> = {}): LabsState => ({
  listen: '192.168.1.5:8483',
  hearing: { kind: 'listening', port: 8483 },
  withinDays: 5,
  count: countLabs(register, {
    ...{
      rooms: [room],
      roomOf: roomFinder([room], new Map()),
      usableSince: epochMs(now - hours(99)),
    },
  }),
  refused: [],
  ...given,
});

/** As much of a page's state as the labs are drawn with. */
const stateOf = (labs: LabsState | undefined): PageState => ({
  ...{ now, agent: 'may-chu', version: '0', school: 'x', simulated: false, collector: '' },
  shipment: {
    ...{ word: 'connected', since: now, problem: undefined, lastReceiptAt: now },
    ...{ refusedLines: 0, clockOffsetS: 0 },
  },
  spool: { batches: 0, bytes: 0, dropped: 0, unwritten: 0, refused: 0 },
  ...{ devices: [], findings: [], outages: [], labs },
  search: { last: undefined, gone: [], problem: undefined },
});

const textOf = (markup: unknown): string =>
  String(markup)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
const section = (labs: LabsState | undefined, language: Language = 'vi'): string =>
  textOf(labsSection({ state: stateOf(labs), language }));
const items = (labs: LabsState, language: Language = 'vi'): string =>
  textOf(
    labItems({ state: stateOf(labs), language })
      .map(String)
      .join(''),
  );

describe('the labs on the page', () => {
  it('stand there only where they are configured', () => {
    expect(labsSection({ state: stateOf(undefined), language: 'vi' })).toBe(false);
  });

  it('tell seats, machines, who is missing and what no machine reported from', () => {
    const text = section(labsOf());
    expect(text).toContain('✓ Máy phòng Tin học báo về 192.168.1.5:8483');
    expect(text).toContain(
      '4 chỗ · 3 máy đã biết · 2 dùng được · 1 vắng · 22,5 học sinh trên một máy dùng được · thấy lần cuối 07:42 hôm nay',
    );
    expect(text).toContain('✓ PC-2 ✕ PC-3 ✓ PC-10 ? chưa báo');
    expect(text).toContain('✕ Máy vắng (không thấy chạy trong 5 ngày học gần nhất): PC-3');
    expect(text).toContain('? 1 chỗ chưa có máy nào báo về');
    expect(section(labsOf(), 'en')).toContain('4 seats · 3 machines known · 2 usable · 1 missing');
  });

  it('put what is missing and what can’t be heard among the things to do', () => {
    expect(items(labsOf())).toContain('✕ Phòng Tin học 1: 1 máy vắng PC-3 –');
    const failing = labsOf({
      hearing: { kind: 'failing', problem: 'listen EADDRINUSE', since: lately },
    });
    expect(items(failing, 'en')).toMatch(/can’t be heard Since 07:42 today.*EADDRINUSE/);
    expect(section(failing)).toContain('✕ Không nhận được báo cáo của máy phòng Tin học');
  });

  it('tell who was turned away, why, how often and when', () => {
    const refused = [
      { address: '192.168.1.77', reason: 'wrong_token', count: 3, at: lately },
      { address: '192.168.9.9', reason: 'outside', count: 1, at: lately },
    ] as const;
    expect(section(labsOf({ refused }))).toContain(
      '192.168.1.77 gửi báo cáo với mã sai, 3 lần, lần cuối 07:42 hôm nay',
    );
    expect(section(labsOf({ refused }), 'en')).toContain(
      '192.168.9.9 reported from outside the subnets, once, last at 07:42 today',
    );
  });

  it('show machines of no room, a register that can’t be read, and no room at all', () => {
    const stray: CountedMachine = {
      ...{ id: 'pc-7', name: 'PC-7', address: undefined, seenAt: lately, usable: true },
      reports: true,
    };
    const unplaced = labsOf({ count: { rooms: [], unplaced: [stray] } });
    expect(section(unplaced)).toContain('Máy chưa xếp phòng ✓ PC-7');
    expect(section(labsOf({ count: undefined }))).toContain('✕ Không đọc được danh sách máy');
    expect(section(labsOf({ count: { rooms: [], unplaced: [] } }))).toContain(
      'Chưa khai phòng máy',
    );
  });

  it('take a machine’s name for text, whatever stands in it', () => {
    const count = countLabs([{ id: 'pc-1', name: '<script>alert(1)</script>' }], {
      ...{ rooms: [], roomOf: () => undefined, usableSince: now },
    });
    const drawn = String(labsSection({ state: stateOf(labsOf({ count })), language: 'vi' }));
    expect(drawn).not.toContain('<script>');
  });
});
