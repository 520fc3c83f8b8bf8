import type { Result } from '../../../kit/result.ts';

/** A value as it came; undefined is "no such object", which is an answer too. Octets stay bytes. */
export type SnmpValue = number | bigint | string | Uint8Array | undefined;

export interface Varbind {
  readonly oid: string;
  readonly value: SnmpValue;
}

/** Why a question got no usable answer. `detail` never holds a community or a key. */
export interface SnmpProblem {
  readonly kind:
    | 'silent'
    | 'unresolved'
    | 'foreign'
    | 'garbled'
    | 'unauthorized'
    | 'refused'
    | 'too_big'
    | 'out_of_order'
    | 'stopped';
  readonly detail: string;
  /** The object that a v1 agent refused a whole question for. */
  readonly missing?: string;
}

export const sayProblem = ({ kind, detail }: SnmpProblem): string =>
  detail === '' ? kind : `${kind}: ${detail}`;

export type SnmpVersion = '1' | '2c' | '3';

export type SnmpCredentials =
  | { readonly kind: 'community'; readonly version: '1' | '2c'; readonly community: string }
  | { readonly kind: 'v3'; readonly user: V3Credentials };

export interface V3Credentials {
  readonly user: string;
  readonly level: 'noAuthNoPriv' | 'authNoPriv' | 'authPriv';
  readonly auth?: { readonly protocol: string; readonly key: string } | undefined;
  readonly priv?: { readonly protocol: string; readonly key: string } | undefined;
}

export const versionOf = (credentials: SnmpCredentials): SnmpVersion =>
  credentials.kind === 'v3' ? '3' : credentials.version;

/** What can be asked. `next`: the object after each oid. `bulk`: after each the next ones, at most `repetitions`. */
export type Question =
  | { readonly deed: 'get'; readonly oids: readonly string[] }
  | { readonly deed: 'next'; readonly oids: readonly string[] }
  | { readonly deed: 'bulk'; readonly oids: readonly string[]; readonly repetitions: number };

/** For each oid asked, what came for it. */
export type Answer = Result<readonly (readonly Varbind[])[], SnmpProblem>;

/** The questions a reading puts. Columns of `bulk` stand in the order of their oids, each as far as the answer went. */
export interface Asking {
  readonly version: SnmpVersion;
  get(oids: readonly string[]): Promise<Result<readonly Varbind[], SnmpProblem>>;
  next(oids: readonly string[]): Promise<Result<readonly Varbind[], SnmpProblem>>;
  bulk(oids: readonly string[], repetitions: number): Promise<Answer>;
}
