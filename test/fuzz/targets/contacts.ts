import {
  addressOf,
  isOfficial,
  OfficialDomains,
} from '../../../collector/notify/recipients/official.ts';
import { verdictOf } from '../../../collector/notify/webhook/verdict.ts';
import { contactWish } from '../../../collector/web/contact-form.ts';
import { epochMs } from '../../../kit/units.ts';
import { bytesOf, promise, type Target, textOf } from '../target.ts';

const NOW = epochMs(1_764_000_000_000);
const DAY_MS = 86_400_000;
const official = OfficialDomains.parse(undefined);
const ENDS = /@(?:[a-z0-9-]+\.)*edu\.vn$|@tphcm\.gov\.vn$/;
const ADDRESS = /^[!-~]{1,64}@[a-z0-9.-]{1,253}$/;

const form = (fields: Readonly<Record<string, string>>): Uint8Array =>
  bytesOf(new URLSearchParams(fields).toString());

/** What a form of the page of contacts asks for, and what another program asks of us: never an address outside the list. */
export const contacts: Target = {
  name: 'contacts',
  seeds: async () => [
    form({ address: 'an@hcm.edu.vn', name: 'An', duty: 'technical', at_once: 'info', daily: '1' }),
    form({ address: 'an@trường.edu.vn', duty: 'leader', at_once: 'never', language: 'en' }),
    form({ address: 'an@gmail.com', unit: 'cho-quan', duty: 'officer', at_once: 'critical' }),
    bytesOf('Mon, 23 Nov 2026 00:44:00 GMT'),
    bytesOf('120'),
  ],
  words: [
    ...['@', '.edu.vn', 'hcm.edu.vn', '%0D%0A', '%00', '%E2%80%AE', 'xn--', '%E3%80%82', '%2F'],
    ...['%3F', '%23', '%5C', '"', '<', ' ', '999999999', '-1', '1e9', 'GMT'],
  ],
  feed(bytes) {
    const typed = textOf(bytes);
    const wish = contactWish(Object.fromEntries(new URLSearchParams(typed)));
    if (wish !== undefined) {
      promise(ADDRESS.test(wish.address), 'an address that is none was taken');
      promise(addressOf(wish.address) === wish.address, 'an address is not the same read again');
      promise(wish.name.length <= 200 && !/[\r\n\0]/.test(wish.name), 'a name of several lines');
      if (isOfficial(wish.address, official))
        promise(ENDS.test(wish.address), 'an address outside the list counts as official');
    }
    const busy = { kind: 'answered', status: 503, retryAfter: typed } as const;
    const verdict = verdictOf(busy, { attempts: 1, createdAt: NOW }, NOW, 0.5);
    const wait = verdict.kind === 'again' ? verdict.wait : -1;
    promise(wait > 0 && wait <= DAY_MS, `a wait of ${wait} ms`);
  },
};
