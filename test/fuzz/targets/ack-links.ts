import { AckLinks } from '../../../collector/incident/ack-link.ts';
import { openDatabase } from '../../../collector/store/database-door.ts';
import { days, epochMs } from '../../../kit/units.ts';
import { bytesOf, promise, type Target, textOf } from '../target.ts';

const NOW = epochMs(1_800_000_000_000);
const links = new AckLinks(openDatabase(':memory:'));
const tokens = ['i-1', 'thcs-a-line_down-x'].map((incident) => {
  const recipient = 'truc@thcs-a.hcm.edu.vn';
  const link = links.link({ publicUrl: '', incident, recipient, language: 'vi', now: NOW });
  return link.slice('/acknowledge/'.length);
});

/** The token in a mail's link: only what was signed here is ever read as good. */
export const ackLinks: Target = {
  name: 'ack-links',
  seeds: async () => [...tokens, '', '.', 'a.b', 'W10.'].map(bytesOf),
  words: ['.', '=', 'W10', 'eyJ'],
  feed(bytes) {
    const token = textOf(bytes);
    const { kind } = links.read(token, epochMs(NOW + days(1)));
    promise(kind === 'forged' || tokens.includes(token), `a token was taken for ours: ${token}`);
  },
};
