/** Joins who gets mail: what the config says, what people say on the page, and the mail that tries an address. */
import type { Clock } from '../kit/clock.ts';
import { html } from '../kit/html.ts';
import { minutes } from '../kit/units.ts';
import type { CollectorConfig } from './config.ts';
import { Outbox } from './notify/mail/outbox.ts';
import { mailId } from './notify/mail-id.ts';
import { configuredContact } from './notify/recipients/contact.ts';
import { Contacts, type KeptContact } from './notify/recipients/contacts.ts';
import { isOfficial, OfficialDomains } from './notify/recipients/official.ts';
import { People } from './notify/recipients/people.ts';
import type { Sight } from './report/sight.ts';
import type { Sql } from './store/sql.ts';
import type { Units } from './store/units.ts';
import { testMailWords } from './web/words/contacts.ts';

interface Around {
  readonly config: Pick<CollectorConfig, 'mail'>;
  readonly clock: Clock;
}

/** It keeps nothing of its own: two over the same database say the same. */
export function peopleOf(
  { config, clock }: Around,
  { sql, units }: { readonly sql: Sql; readonly units: Units },
) {
  const configured = (config.mail?.to ?? []).map(configuredContact);
  const contacts = new Contacts(sql);
  const official = config.mail?.official_domains ?? OfficialDomains.parse(undefined);
  const mayHear = (address: string) => isOfficial(address, official);
  const people = new People({ configured, contacts, mayHear, units });
  return {
    ...{ configured, contacts, people },
    official,
    keepsOnly: config.mail?.smtp === undefined,
    known: (address: string, sight: Sight) => people.known(address, sight),
    schoolsWithout: (schools?: readonly string[]) => people.schoolsWithout(schools),
    sendTest: testMails(sql, clock),
  };
}

const ONE_IN = minutes(10);

/** One in ten minutes for each address, however often the button is pressed and whoever's contact it is. */
function testMails(sql: Sql, clock: Clock): (contact: KeptContact) => void {
  const outbox = new Outbox(sql);
  return ({ address, language }) => {
    const now = clock.now();
    const same = address.toLowerCase();
    const lately = sql.get(
      "SELECT 1 FROM mail WHERE kind = 'test' AND lower(recipient) = ? AND created_at > ?",
      ...[same, now - ONE_IN],
    );
    if (lately !== undefined) return;
    const text = testMailWords.body[language];
    outbox.enqueue({
      id: mailId('test', String(now), same),
      incident: undefined,
      kind: 'test',
      recipient: address,
      language,
      subject: testMailWords.subject[language],
      text: `${text}\n`,
      html: String(html`<p>${text}</p>`),
      schools: [],
      createdAt: now,
    });
  };
}
