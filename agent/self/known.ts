import type { Fact } from '../../wire/fact.ts';

/** Of the line, of the last search and of machines that report by themselves: true also under another config. */
const KEPT = /^(?:uplink_|discovery$|found_|machine$|lab$)/;

/** What an agent may go on with that takes the place of another: cameras and services it looks at anew, within seconds. */
export const stillKnown = (facts: readonly Fact[]): readonly Fact[] =>
  facts.filter(
    ({ measurement, fields }) =>
      KEPT.test(measurement) && (measurement !== 'machine' || fields['source'] === 'reporter'),
  );
