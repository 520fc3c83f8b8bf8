import { html, type Markup } from '../../kit/html.ts';
import {
  type DeviceFact,
  type Fields,
  numberIn,
  sayPicture,
  wordIn,
} from '../report/device-facts.ts';
import { sayField } from './field-value.ts';
import { teller, timeMark } from './marks.ts';
import type { PageContext } from './page-request.ts';
import { devicePageWords } from './words/device-page.ts';
import { deviceWords, streamName } from './words/devices.ts';

/** What a camera claims beside what was measured, stream by stream, with a mark where they differ. */
export function streamClaims(streams: readonly DeviceFact[], context: PageContext): Markup {
  const say = teller(context);
  return html`<table class="claims">
<caption>${say(deviceWords.claims)}</caption>
<thead><tr><th scope="col">${say(deviceWords.property)}</th><th scope="col">${say(deviceWords.claimed)}</th><th scope="col">${say(deviceWords.measured)}</th></tr></thead>
${streams.map((stream) => streamBody(stream, context))}</table>`;
}

function streamBody({ tags, fields, at }: DeviceFact, context: PageContext): Markup {
  const say = teller(context);
  const value = (name: string, unit: string) => sayField(fields[name], unit, context.speech);
  const row = (name: string, claimed: string, measured: string, differs: boolean) =>
    html`<tr><th scope="row">${name}</th><td>${claimed}</td><td>${measured}${differs && html` <span class="v o">${say(devicePageWords.differs)}</span>`}</td></tr>
`;
  return html`<tbody><tr><th colspan="3" scope="rowgroup">${say(streamName(tags['stream'] ?? ''))} <span class="quiet">${timeMark(at, context)}</span></th></tr>
${row(say(deviceWords.codec), value('claimed_codec', '1'), value('codec', '1'), codecDiffers(fields))}${row(say(deviceWords.resolution), sayPicture(fields, 'claimed_') ?? '–', sayPicture(fields) ?? '–', pictureDiffers(fields))}${row(say(deviceWords.frameRate), value('claimed_fps', 'fps'), value('fps', 'fps'), rateDiffers(fields))}${row(say(deviceWords.bitrate), value('claimed_bitrate_bps', 'bps'), value('bitrate_bps', 'bps'), bitrateDiffers(fields))}</tbody>`;
}

/** `H.264` and `h264` are one. */
function codecDiffers(fields: Fields): boolean {
  const plain = (name: string) => wordIn(fields, name)?.replace('.', '').toUpperCase();
  const [claimed, measured] = [plain('claimed_codec'), plain('codec')];
  return claimed !== undefined && measured !== undefined && claimed !== measured;
}

/** One block of 16 either way is a picture cropped to whole blocks, as CAM-09 allows. */
function pictureDiffers(fields: Fields): boolean {
  const differs = (side: 'width' | 'height') => {
    const [claimed, measured] = [numberIn(fields, `claimed_${side}`), numberIn(fields, side)];
    return claimed !== undefined && measured !== undefined && Math.abs(claimed - measured) > BLOCK;
  };
  return differs('width') || differs('height');
}

const BLOCK = 16;

/** One frame a second or 15 %, as CAM-10 allows. */
function rateDiffers(fields: Fields): boolean {
  const [claimed, measured] = [numberIn(fields, 'claimed_fps'), numberIn(fields, 'fps')];
  if (claimed === undefined || measured === undefined) return false;
  return Math.abs(claimed - measured) > Math.max(1, claimed * 0.15);
}

/** The claim is a ceiling to encoders: less is no lie, and half as much again is allowed, as by CAM-11. */
function bitrateDiffers(fields: Fields): boolean {
  const claimed = numberIn(fields, 'claimed_bitrate_bps');
  const measured = numberIn(fields, 'bitrate_bps');
  return claimed !== undefined && measured !== undefined && measured > claimed * 1.5;
}
