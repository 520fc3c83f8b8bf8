/** Whether whoever shows this certificate (SHA-256 of its DER, hex) at this host and port may be talked to. */
export type Trust = (host: string, port: number, certificate: string | undefined) => boolean;

/** For a single look, which has nothing to compare with. */
export const trustAnyone: Trust = () => true;

/** By `host:port`: one device may show another certificate on each port. */
export type Known = Readonly<Record<string, string>>;

export interface CertificateParts {
  readonly known: Known;
  /** Called with all of them when a new one was seen. */
  readonly keep: (known: Known) => void;
}

/**
 * Certificates pinned at first sight. Cameras sign their own, so no chain says who answers; but who answered first
 * is who was configured, and nobody else gets a password. One that a person wrote into the config stands above that.
 */
export class Certificates {
  readonly #keep: CertificateParts['keep'];
  readonly #known: Map<string, string>;
  readonly #pinned = new Map<string, string>();
  readonly #changed = new Map<string, boolean>();

  constructor({ known, keep }: CertificateParts) {
    this.#known = new Map(Object.entries(known));
    this.#keep = keep;
  }

  /** As written by a person, colons and capitals allowed; for every port of the host. */
  pin(host: string, certificate: string): void {
    this.#pinned.set(plain(host), certificate.replaceAll(':', '').toLowerCase());
  }

  readonly trusts: Trust = (host, port, certificate) => {
    const place = `${plain(host)}:${port}`;
    const expected = this.#pinned.get(plain(host)) ?? this.#known.get(place);
    if (expected === undefined && certificate !== undefined) {
      this.#known.set(place, certificate);
      this.#keep(Object.fromEntries(this.#known));
    }
    const isSame = expected === undefined || certificate === expected;
    this.#changed.set(place, !isSame);
    return isSame;
  };

  /** Whether any port of the host showed another one when it was last seen; undefined where none was seen. */
  changedOf(host: string): boolean | undefined {
    const seen = [...this.#changed].filter(([place]) => place.startsWith(`${plain(host)}:`));
    return seen.length === 0 ? undefined : seen.some(([, changed]) => changed);
  }
}

const plain = (host: string): string => host.replace(/^\[|\]$/g, '').toLowerCase();
