import { expect, it } from 'vitest';
import { MailStage } from '../../../test/mail-stage.ts';
import { Contacts } from './contacts.ts';

it('an address whose mails come back is known however it is written', async () => {
  const stage = new MailStage();
  const post = async () => ({ kind: 'refused', reason: 'no such user' }) as const;
  stage.mails({ to: [{ address: 'An@x.edu.vn' }] }).accept(stage.notice('opened'));
  await stage.pass({ post });
  const contacts = new Contacts(stage.database);
  const now = stage.clock.now();
  expect(contacts.bounces('An@X.edu.vn', now)).toBe(true);
  expect(contacts.bounces('binh@x.edu.vn', now)).toBe(false);
  stage.close();
});
