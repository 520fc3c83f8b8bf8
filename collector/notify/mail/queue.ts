import { type EpochMs, epochMs, type Ms } from '../../../kit/units.ts';
import type { Bundles } from './bundles.ts';
import type { Bundle } from './compose-bundle.ts';
import { bundleId, type Claimed, type Letter } from './letter.ts';
import type { Outbox } from './outbox.ts';
import { type Budget, type Plan, plan } from './plan.ts';
import type { Composed } from './sheet.ts';

export interface QueueParts {
  readonly outbox: Outbox;
  readonly bundles: Bundles;
  readonly budget: Budget;
  readonly composeBundle: (bundle: BundleAsked) => Composed;
}

export type BundleAsked = Pick<Bundle, 'kind' | 'lines' | 'from' | 'at'> & {
  readonly language: Letter['language'];
};

/** What is to be sent next: each recipient's mails are looked at together before one of them is taken in hand. */
export class Queue {
  readonly #parts: QueueParts;

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  next(now: EpochMs, lease: Ms): Claimed | undefined {
    const { outbox } = this.#parts;
    for (;;) {
      const recipient = outbox.dueRecipient(now);
      if (recipient === undefined) return undefined;
      const claimed = outbox.transaction(() => {
        this.#arrange(recipient, now);
        return outbox.claim(recipient, now, lease);
      });
      if (claimed !== undefined) return claimed;
    }
  }

  #arrange(recipient: string, now: EpochMs): void {
    const { outbox, bundles, budget } = this.#parts;
    const waiting = outbox.waiting(recipient);
    const open = bundles.open(recipient);
    const planned = plan({
      waiting,
      told: ({ id }) => outbox.told(id),
      bundling: open !== undefined,
      sentLately: outbox.sentSince(recipient, epochMs(now - budget.within)),
      most: budget.most,
      now,
    });
    for (const { id, until } of planned.hold) outbox.hold(id, until);
    for (const id of planned.drop)
      outbox.settle(id, 'failed', now, 'its opening could not be told');
    for (const id of planned.expired)
      outbox.settle(id, 'failed', now, 'a test mail is of no use after an hour');
    if (planned.bundle.length > 0) this.#bundle(recipient, planned, { open, now });
  }

  #bundle(
    recipient: string,
    { bundle: ids, overBudget }: Plan,
    { open, now }: { readonly open: Letter | undefined; readonly now: EpochMs },
  ): void {
    const { outbox, bundles, composeBundle } = this.#parts;
    const id = open?.id ?? bundleId(ids[0] ?? '', recipient);
    const kind = kindOf(open) ?? (!overBudget && outbox.wasTried(ids) ? 'catchup' : 'merged');
    const language = open?.language ?? outbox.language(ids[0] ?? '');
    bundles.takeIn(id, ids, now);
    const told = bundles.lines(id);
    const letter = {
      ...{ id, kind, recipient, language, incident: undefined, createdAt: open?.createdAt ?? now },
      ...composeBundle({ ...told, kind, at: now, language }),
      schools: sharedSight(told.lines),
    };
    if (open === undefined) outbox.enqueue(letter);
    else bundles.rewrite(letter);
  }
}

const kindOf = (open: Letter | undefined): Bundle['kind'] | undefined =>
  open === undefined ? undefined : open.kind === 'merged' ? 'merged' : 'catchup';

/** What is of no school, such as the collector's own, is for those who see everything; so is what tells of it. */
const sharedSight = (lines: BundleAsked['lines']): readonly string[] =>
  lines.some(({ schools }) => schools.length === 0)
    ? []
    : [...new Set(lines.flatMap(({ schools }) => schools))];
