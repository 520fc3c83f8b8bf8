import { html, type Markup } from '../../kit/html.ts';
import type { ContactRefusal } from '../access/contact-desk.ts';
import { DUTIES } from '../alert/rule.ts';
import { AT_ONCE, contactFields } from '../notify/recipients/contact.ts';
import type { ContactWish } from '../notify/recipients/contacts.ts';
import { type OfficialDomains, sayOfficial } from '../notify/recipients/official.ts';
import type { Unit } from '../store/units.ts';
import { csrfField } from './forms.ts';
import { teller } from './marks.ts';
import type { PageContext, Words } from './page-request.ts';
import { atOnceNames, contactProblems, contactWords, dutyNames } from './words/contacts.ts';

export type ContactProblem = ContactRefusal | 'bad_form';

/** What a filled form asks for; undefined where it can't be read. A box that is not ticked is not sent. */
export function contactWish({ unit, name = '', ...form }: Words): ContactWish | undefined {
  const address = contactFields.address.safeParse(form['address'] ?? '');
  const named = contactFields.name.safeParse(name);
  const duty = DUTIES.find((one) => one === form['duty']);
  const atOnce = AT_ONCE.find((one) => one === form['at_once']);
  const language = form['language'] === 'en' ? 'en' : 'vi';
  if (!address.success || !named.success || duty === undefined || atOnce === undefined)
    return undefined;
  return {
    ...{ unit, address: address.data, name: named.data, language, duty, atOnce },
    ...{ daily: form['daily'] === '1', weekly: form['weekly'] === '1' },
  };
}

/** The same the other way round: what a form shows of a contact there is. */
export const formValues = (contact: ContactWish): Words => ({
  unit: contact.unit ?? '',
  address: contact.address,
  name: contact.name,
  language: contact.language,
  duty: contact.duty,
  at_once: contact.atOnce,
  ...(contact.daily ? { daily: '1' } : {}),
  ...(contact.weekly ? { weekly: '1' } : {}),
});

export const NEW_CONTACT: Words = {
  ...{ duty: 'technical', at_once: 'info', daily: '1' },
};

export function contactProblem(
  problem: ContactProblem | undefined,
  official: OfficialDomains,
  context: PageContext,
): Markup | false {
  if (problem === undefined) return false;
  const list = problem === 'not_official' && html` <b>${sayOfficial(official)}</b>`;
  return html`<p class="problem" role="alert">${teller(context)(contactProblems[problem])}${list}</p>`;
}

export interface ContactForm {
  readonly action: string;
  readonly button: string;
  readonly values: Words;
  readonly places: readonly Unit[];
}

export function contactForm(form: ContactForm, context: PageContext): Markup {
  const say = teller(context);
  const { action, button, values } = form;
  return html`<form class="stack" action="${action}" method="post" aria-labelledby="contact">
${csrfField(context)}
<label for="address">${say(contactWords.address)}</label>
<input id="address" name="address" type="email" required maxlength="254" value="${values['address']}" autocomplete="off">
<label for="name">${say(contactWords.name)}</label>
<input id="name" name="name" maxlength="100" value="${values['name']}" autocomplete="off">
${placeField(form, context)}
${select(
  'duty',
  contactWords.duty,
  DUTIES.map((duty) => [duty, say(dutyNames[duty])] as const),
)}
${select(
  'at_once',
  contactWords.atOnce,
  AT_ONCE.map((least) => [least, say(atOnceNames[least])] as const),
)}
<fieldset><legend>${say(contactWords.getsDigests)}</legend>
${box('daily')} ${box('weekly')}
</fieldset>
${select('language', contactWords.language, LANGUAGES)}
<p class="buttons"><button>${button}</button></p>
</form>`;

  function select(
    name: string,
    label: (typeof contactWords)[keyof typeof contactWords],
    options: readonly (readonly [string, string])[],
  ): Markup {
    return html`<label for="${name}">${say(label)}</label>
<select id="${name}" name="${name}">${options.map(([value, said]) => html`<option value="${value}"${values[name] === value && html` selected`}>${said}</option>`)}</select>`;
  }

  function box(name: 'daily' | 'weekly'): Markup {
    return html`<label class="box"><input type="checkbox" name="${name}" value="1"${values[name] === '1' && html` checked`}> ${say(contactWords[name])}</label>`;
  }
}

const LANGUAGES = [
  ['vi', 'Tiếng Việt'],
  ['en', 'English'],
] as const;

/** A school has no choice: the contact is its own. */
function placeField({ values, places }: ContactForm, context: PageContext): Markup | false {
  const say = teller(context);
  const { role } = context.caller ?? {};
  if (role === 'school') return false;
  const hint = role === 'admin' ? contactWords.unitHintAdmin : contactWords.unitHint;
  return html`<label for="unit">${say(contactWords.unitId)}</label>
<input id="unit" name="unit" maxlength="64" value="${values['unit']}"${role !== 'admin' && html` required`} list="units" autocomplete="off" spellcheck="false" autocapitalize="none" aria-describedby="unit-hint">
<datalist id="units">${places.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</datalist>
<p class="hint" id="unit-hint">${say(hint)}</p>`;
}
