import type { CameraReading } from './reading/read-camera.ts';
import { type Looked, type Security, securityOf } from './security.ts';

type OrNull<Of> = { readonly [Name in keyof Of]: Exclude<Of[Name], undefined> | null };

/** How a camera is protected, as far as a passive look can tell; null is what is unknown. */
export type InspectedSecurity = OrNull<
  Omit<Security, 'certificate'> & {
    readonly anonymous_profiles: boolean | undefined;
    readonly anonymous_stream: boolean | undefined;
    readonly any_credentials: boolean | undefined;
    readonly certificate_sha256: string | undefined;
  }
>;

export function toSecurity(looked: Looked): InspectedSecurity {
  const { certificate, anonymous_access, anonymous_users, ...others } = securityOf(looked);
  const { https_offered, tls_version, ...rest } = others;
  return orNull({
    anonymous_access,
    anonymous_profiles: looked.reading.anonymousProfiles,
    anonymous_users,
    anonymous_stream: looked.watched?.anonymous,
    any_credentials: anyCredentials(looked.reading),
    https_offered,
    tls_version,
    certificate_sha256: certificate,
    ...rest,
  });
}

/** A refused login says that not every one is taken; one that was right says nothing of the others. */
const anyCredentials = ({ anyCredentials: asked, auth }: CameraReading): boolean | undefined =>
  asked ?? (auth === 'failed' ? false : undefined);

/** Safe: every name stays, and each value is itself or null. */
const orNull = <Of extends object>(of: Of): OrNull<Of> =>
  Object.fromEntries(
    Object.entries(of).map(([name, value]) => [name, value ?? null]),
  ) as OrNull<Of>;
