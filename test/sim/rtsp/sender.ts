import { randomInt } from 'node:crypto';
import type { CarriedPacket, Carrier } from './carrier.ts';
import { PAYLOAD_TYPE, RTP_CLOCK, type Track } from './track.ts';

/**
 * `frozen` sends the first frames and then nothing, `torn` then half a packet and a byte now and
 * then; `no_video` never sends any.
 */
export type StreamState = 'live' | 'frozen' | 'torn' | 'no_video';

/** Frames of a frozen stream, as many as misled ffprobe into calling one alive. */
const FRAMES_BEFORE_FREEZE = 30;
const BACKLOG_MAX_BYTES = 4 * 1024 * 1024;
/** The earliest of a report's places: RFC 3550 §6.2 asks for about five seconds. */
const REPORT_EVERY_MS = 5_000;
/** Seconds from 1900 to 1970. */
const NTP_EPOCH_S = 2_208_988_800;

export interface SenderOptions {
  readonly track: Track;
  readonly carrier: Carrier;
  readonly state: () => StreamState;
}

/**
 * Sends frames over one carrier. Frame n is due n / fps after the start, whatever the
 * timers did before, so the rate does not drift.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #ssrc = randomInt(2 ** 32);
  readonly #firstTimestamp = randomInt(2 ** 32);
  #sequence = randomInt(2 ** 16);
  #frame = 0;
  #sent = 0;
  #octets = 0;
  #packets = 0;
  #startedAt = 0;
  #reportedAt = -REPORT_EVERY_MS;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** What RTP-Info tells: the first packet's sequence number and time stamp. */
  get firstPacket(): string {
    return `seq=${this.#sequence};rtptime=${this.#timestampOf(this.#frame)}`;
  }

  play(): void {
    if (this.#timer !== undefined) return;
    this.#startedAt = performance.now() - this.#dueAt(this.#frame);
    this.#timer = setTimeout(() => this.#sendDue());
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#options.carrier.close();
  }

  #sendDue(): void {
    if (this.#options.state() === 'torn' && this.#isSpent()) {
      this.#options.carrier.tear();
      return;
    }
    const elapsed = performance.now() - this.#startedAt;
    while (this.#dueAt(this.#frame) <= elapsed) {
      if (this.#mayGo()) this.#send(elapsed);
      this.#frame += 1;
    }
    const wait = this.#dueAt(this.#frame) - (performance.now() - this.#startedAt);
    this.#timer = setTimeout(() => this.#sendDue(), Math.max(0, wait));
  }

  #mayGo(): boolean {
    const state = this.#options.state();
    if (state === 'no_video') return false;
    if (state === 'frozen' && this.#isSpent()) return false;
    return this.#options.carrier.backlogBytes < BACKLOG_MAX_BYTES;
  }

  #isSpent(): boolean {
    return this.#sent >= FRAMES_BEFORE_FREEZE;
  }

  #send(elapsed: number): void {
    const payloads = this.#options.track.payloads(this.#frame);
    const packets = payloads.map((payload, index): CarriedPacket => {
      const isLast = index === payloads.length - 1;
      return { channel: 0, bytes: Buffer.concat([this.#header(payload.length, isLast), payload]) };
    });
    if (elapsed - this.#reportedAt >= REPORT_EVERY_MS)
      packets.unshift({ channel: 1, bytes: this.#report(elapsed) });
    this.#options.carrier.send(packets);
    this.#sent += 1;
  }

  /** The fixed header of RFC 3550 §5.1. */
  #header(payloadLength: number, isLast: boolean): Buffer {
    const head = Buffer.alloc(12);
    head.writeUInt8(0x80, 0);
    head.writeUInt8((isLast ? 0x80 : 0) | PAYLOAD_TYPE, 1);
    head.writeUInt16BE(this.#sequence, 2);
    head.writeUInt32BE(this.#timestampOf(this.#frame), 4);
    head.writeUInt32BE(this.#ssrc, 8);
    this.#sequence = (this.#sequence + 1) % 2 ** 16;
    this.#packets += 1;
    this.#octets += payloadLength;
    return head;
  }

  /** A sender report, RFC 3550 §6.4.1. */
  #report(elapsed: number): Buffer {
    this.#reportedAt = elapsed;
    const report = Buffer.alloc(28);
    report.writeUInt8(0x80, 0);
    report.writeUInt8(200, 1);
    report.writeUInt16BE(6, 2);
    report.writeUInt32BE(this.#ssrc, 4);
    report.writeUInt32BE(Math.floor(Date.now() / 1000) + NTP_EPOCH_S, 8);
    report.writeUInt32BE(Math.floor(((Date.now() % 1000) / 1000) * 2 ** 32), 12);
    report.writeUInt32BE(this.#timestampOf(this.#frame), 16);
    report.writeUInt32BE(this.#packets % 2 ** 32, 20);
    report.writeUInt32BE(this.#octets % 2 ** 32, 24);
    return report;
  }

  #dueAt(frame: number): number {
    return (frame * 1000) / this.#options.track.picture.fps;
  }

  #timestampOf(frame: number): number {
    const ticks = Math.round((frame * RTP_CLOCK) / this.#options.track.picture.fps);
    return (this.#firstTimestamp + ticks) % 2 ** 32;
  }
}
