import type { CameraInspection } from '../inspection.ts';
import { IDENTITY_NAMES, type OtherView, type Said } from './view.ts';

/** One thing the two clients see differently. */
export interface Difference {
  /** `identity.firmware`, `clock.offset_s`, `streams.main.uri`, `profiles.sub`, `login`, `reachable`. */
  readonly what: string;
  readonly ours: Said | null;
  readonly theirs: Said | null;
}

/** Both round to what a device says of whole seconds, a moment apart. */
const CLOCK_SLACK_S = 2;

export interface OtherSide {
  readonly connected: boolean;
  readonly view: OtherView;
}

/** Where the two views part. What the other client did not come to is no difference. */
export function differencesOf(ours: CameraInspection, theirs: OtherSide): readonly Difference[] {
  const { connected, view } = theirs;
  if (!ours.reachable || !connected)
    return ours.reachable === connected
      ? []
      : [{ what: 'reachable', ours: ours.reachable, theirs: connected }];
  return [
    ...loginDifference(ours),
    ...IDENTITY_NAMES.flatMap((name) =>
      differs(`identity.${name}`, ours.identity[name], view.identity[name]),
    ),
    ...clockDifference(ours, view),
    ...streamDifferences(ours, view),
  ];
}

/** It reports that it is connected whatever became of the login. */
const loginDifference = ({ auth }: CameraInspection): readonly Difference[] =>
  auth === 'failed' ? [{ what: 'login', ours: auth, theirs: 'ok' }] : [];

const differs = (what: string, ours: string | null, theirs: Said | null): readonly Difference[] =>
  theirs === null || ours === theirs ? [] : [{ what, ours, theirs }];

function clockDifference({ clock }: CameraInspection, view: OtherView): readonly Difference[] {
  const { offset_s: ours } = clock;
  const { offset_s: theirs } = view.clock;
  if (theirs === null || (ours !== null && Math.abs(ours - theirs) <= CLOCK_SLACK_S)) return [];
  return [{ what: 'clock.offset_s', ours, theirs }];
}

/** Of the profiles that we looked at; a camera may have more. */
function streamDifferences({ streams }: CameraInspection, view: OtherView): readonly Difference[] {
  return streams.flatMap(({ profile, uri }): readonly Difference[] => {
    if (view.profiles.length > 0 && !view.profiles.includes(profile))
      return [{ what: `profiles.${profile}`, ours: true, theirs: false }];
    const theirs = view.streamUris.find((stream) => stream.profile === profile)?.uri;
    return theirs === undefined ? [] : differs(`streams.${profile}.uri`, uri, theirs);
  });
}
