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
}

export const sayProblem = ({ kind, detail }: SnmpProblem): string =>
  detail === '' ? kind : `${kind}: ${detail}`;

export type SnmpCredentials =
  | { readonly kind: 'community'; readonly community: string }
  | { readonly kind: 'v3'; readonly user: V3Credentials };

export interface V3Credentials {
  readonly user: string;
  readonly level: 'noAuthNoPriv' | 'authNoPriv' | 'authPriv';
  readonly auth?: { readonly protocol: string; readonly key: string } | undefined;
  readonly priv?: { readonly protocol: string; readonly key: string } | undefined;
}
