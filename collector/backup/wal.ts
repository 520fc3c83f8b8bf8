/**
 * What SQLite would leave unread of a write-ahead log without a word. It reads frames up to the first whose checksum is
 * wrong, and takes all after it for what a power cut left: right for the last transaction, wrong for one before, which
 * was synced to the disk and answered for.
 *
 *   header 32: magic, version, page size, checkpoint, salt 1, salt 2, checksum 1, checksum 2
 *   frame  24: page, pages after commit or 0, salt 1, salt 2, checksum 1, checksum 2; then the page
 *
 * A checksum runs on from the frame before, so a frame behind a broken one is known by that one's own words.
 * Source: sqlite.org/fileformat2.html §4.
 */
export const WAL_HEADER_BYTES = 32;
export const WAL_FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;
const VERSION = 3_007_000;

type Sums = readonly [number, number];

export interface WalVerdict {
  /** Frames up to the first unreadable one. */
  readonly readable: number;
  /**
   * Transactions from there on that were whole once. Of one, a power cut may have left its frames in any order before
   * it was answered for; of two, the first was synced before the second began.
   */
  readonly cutOff: number;
  /** Something of this log is unreadable; what is behind a log's end may be left over from one before. */
  readonly torn: boolean;
}

/** Walks a log frame by frame; undefined where the header itself is no log's. */
export class WalWalk {
  readonly pageBytes: number;
  readonly #salts: bigint;
  readonly #littleEndian: boolean;
  #before: Sums;
  #whole = true;
  #readable = 0;
  #cutOff = 0;
  #torn = false;
  #tornEndsOne = false;

  private constructor(header: DataView, sums: Sums) {
    this.#littleEndian = (header.getUint32(0) & 1) === 0;
    this.pageBytes = header.getUint32(8);
    this.#salts = header.getBigUint64(16);
    this.#before = sums;
  }

  static of(bytes: Uint8Array): WalWalk | undefined {
    if (bytes.length < WAL_HEADER_BYTES) return undefined;
    const header = viewOf(bytes);
    const magic = header.getUint32(0);
    const pageBytes = header.getUint32(8);
    if ((magic & ~1) !== MAGIC || header.getUint32(4) !== VERSION || !isPageSize(pageBytes))
      return undefined;
    const sums = sumOver(viewOf(bytes.subarray(0, 24)), [0, 0], (magic & 1) === 0);
    const isRight = sums[0] === header.getUint32(24) && sums[1] === header.getUint32(28);
    return isRight ? new WalWalk(header, sums) : undefined;
  }

  /** A whole frame, header and page. */
  add(frame: Uint8Array): void {
    const view = viewOf(frame);
    const told: Sums = [view.getUint32(16), view.getUint32(20)];
    const ours = view.getBigUint64(8) === this.#salts;
    const follows = ours && this.#follows(frame, told);
    const endsOne = view.getUint32(4) > 0;
    if (this.#whole && follows) this.#readable += 1;
    else if (this.#whole) {
      this.#whole = false;
      this.#torn = ours;
      this.#tornEndsOne = endsOne;
    } else if (follows && endsOne) this.#cutOff += 1;
    this.#before = told;
  }

  verdict(): WalVerdict {
    const isOurs = this.#torn || this.#cutOff > 0;
    const cutOff = this.#cutOff + (isOurs && this.#tornEndsOne ? 1 : 0);
    return { readable: this.#readable, cutOff, torn: isOurs };
  }

  #follows(frame: Uint8Array, told: Sums): boolean {
    const head = sumOver(viewOf(frame.subarray(0, 8)), this.#before, this.#littleEndian);
    const page = viewOf(frame.subarray(WAL_FRAME_HEADER_BYTES));
    const [first, second] = sumOver(page, head, this.#littleEndian);
    return first === told[0] && second === told[1];
  }
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const isPageSize = (bytes: number): boolean =>
  bytes >= 512 && bytes <= 65_536 && (bytes & (bytes - 1)) === 0;

/** `bytes` is a multiple of 8 long. */
function sumOver(bytes: DataView, before: Sums, littleEndian: boolean): Sums {
  let [first, second] = before;
  for (let at = 0; at + 8 <= bytes.byteLength; at += 8) {
    first = (first + bytes.getUint32(at, littleEndian) + second) >>> 0;
    second = (second + bytes.getUint32(at + 4, littleEndian) + first) >>> 0;
  }
  return [first, second];
}
