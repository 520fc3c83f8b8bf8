import type { PictureSize } from '../rtsp/sps.ts';
import { attribute, child, children, numberAt, textAt } from '../soap/xml.ts';
import { codecName, pixels } from './media.ts';

/** What an encoder can be set to. Of several codecs the sizes and rates are those of H.264 and H.265. */
export interface Settable {
  /** As the device names them, sorted: `H264`, `H265`, `JPEG`. */
  readonly codecs: readonly string[];
  /** Every picture it offers, largest first. */
  readonly sizes: readonly PictureSize[];
  readonly largest: PictureSize | undefined;
  /** The highest rate; some devices list only those that go with the size set now. */
  readonly fps: number | undefined;
}

/** What one codec can be set to. */
interface Offer {
  readonly codec: string;
  readonly sizes: readonly PictureSize[];
  readonly fps: number | undefined;
}

const MAX_OFFERS = 32;
const MAX_SIZES = 256;
const MAX_FPS = 1_000;
const SECTIONS = ['JPEG', 'MPEG4', 'H264', 'H265'] as const;
const ANSWER = 'GetVideoEncoderConfigurationOptionsResponse';

/** Media1: a section a codec. H.265 stands outside its schema, and some put it there all the same. */
export function readEncoderOptions(body: unknown): Settable | undefined {
  const options = child(body, ANSWER, 'Options');
  const layers = [
    options,
    child(options, 'Extension'),
    child(options, 'Extension', 'Extension'),
  ].filter((layer) => layer !== undefined);
  return settableBy(
    layers.flatMap((layer) =>
      SECTIONS.flatMap((codec) => {
        const section = child(layer, codec);
        const fps = rate(numberAt(section, 'FrameRateRange', 'Max'));
        const offer = { codec, sizes: sizesOf(section), fps };
        return offer.sizes.length === 0 && fps === undefined ? [] : [offer];
      }),
    ),
  );
}

/** Media2: an entry a codec, its rates as a list in an attribute. */
export function readEncoderOptions2(body: unknown): Settable | undefined {
  return settableBy(
    children(body, ANSWER, 'Options')
      .slice(0, MAX_OFFERS)
      .flatMap((entry) => {
        const codec = codecName(textAt(entry, 'Encoding'));
        const listed = attribute(entry, 'FrameRatesSupported')
          ?.slice(0, 2_000)
          .split(/[\s,]+/);
        const rates = (listed ?? []).flatMap((one) => rate(Number(one)) ?? []);
        const fps = rates.length === 0 ? undefined : Math.max(...rates);
        return codec === undefined ? [] : [{ codec, sizes: sizesOf(entry), fps }];
      }),
  );
}

/** What the first leaves open, from the second. */
export function fillSettable(
  first: Settable | undefined,
  second: Settable | undefined,
): Settable | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  const { sizes, largest } = first.largest === undefined ? second : first;
  return { codecs: first.codecs, sizes, largest, fps: first.fps ?? second.fps };
}

/** Whether nothing is left to ask for. */
export const isWhole = (settable: Settable | undefined): boolean =>
  settable?.largest !== undefined && settable.fps !== undefined;

function settableBy(offers: readonly Offer[]): Settable | undefined {
  if (offers.length === 0) return undefined;
  const films = offers.filter(({ codec }) => codec === 'H264' || codec === 'H265');
  const counted = films.length > 0 ? films : offers;
  const all = counted.flatMap((offer) => offer.sizes);
  const sizes = [...new Map(all.map((size) => [`${size.width}x${size.height}`, size])).values()];
  sizes.sort((a, b) => b.width * b.height - a.width * a.height);
  const rates = counted.flatMap(({ fps }) => fps ?? []);
  return {
    codecs: [...new Set(offers.map(({ codec }) => codec))].sort(),
    sizes,
    largest: sizes[0],
    fps: rates.length === 0 ? undefined : Math.max(...rates),
  };
}

const sizesOf = (section: unknown): readonly PictureSize[] =>
  children(section, 'ResolutionsAvailable')
    .slice(0, MAX_SIZES)
    .flatMap((size) => {
      const width = pixels(numberAt(size, 'Width'));
      const height = pixels(numberAt(size, 'Height'));
      return width === undefined || height === undefined ? [] : [{ width, height }];
    });

const rate = (value: number | undefined): number | undefined =>
  value !== undefined && value > 0 && value <= MAX_FPS ? value : undefined;
