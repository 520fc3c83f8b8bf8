/**
 * What was seen of this machine before it is told: `Seen` from the library alike on every system, `OwnSeen` from what only this
 * system tells. Whatever could not be read is undefined or missing from its list: absent, never wrong.
 */
export interface Seen {
  readonly os: { readonly name?: string | undefined; readonly version?: string | undefined };
  readonly maker: {
    readonly manufacturer?: string | undefined;
    readonly model?: string | undefined;
    readonly serial?: string | undefined;
    readonly uuid?: string | undefined;
    readonly boardSerial?: string | undefined;
  };
  readonly cpu: {
    readonly name?: string | undefined;
    /** Logical processors. */
    readonly threads?: number | undefined;
    readonly cores?: number | undefined;
    readonly ghz?: number | undefined;
  };
  readonly memory: {
    readonly bytes?: number | undefined;
    readonly usedRatio?: number | undefined;
    /** By the modules that are plugged in, where the firmware tells. */
    readonly modulesBytes?: number | undefined;
  };
  readonly disks: readonly DiskSeen[];
  readonly volumes: readonly {
    readonly mount: string;
    readonly freeBytes?: number | undefined;
  }[];
  readonly ports: readonly PortSeen[];
}

export interface DiskSeen {
  /** `\\.\PHYSICALDRIVE0`, `/dev/sda`. */
  readonly device?: string | undefined;
  readonly bytes: number;
  /** As the library says it: SSD, NVMe, HD, USB … */
  readonly type?: string | undefined;
  readonly bus?: string | undefined;
  readonly serial?: string | undefined;
  readonly removable: boolean;
}

export interface PortSeen {
  readonly mac?: string | undefined;
  readonly up: boolean;
  readonly internal: boolean;
  /** It has the way out. */
  readonly hasDefaultRoute: boolean;
  readonly virtual: boolean;
  readonly bps?: number | undefined;
}

export interface AdapterSeen {
  readonly mac: string;
  /** On a plug that moves from machine to machine. */
  readonly pluggable: boolean;
}

export interface Named {
  readonly name: string;
  readonly version: string;
}

export interface OwnSeen {
  /** EditionID of Windows. */
  readonly edition?: string | undefined;
  readonly version?: string | undefined;
  readonly build?: string | undefined;
  readonly uefi?: boolean | undefined;
  readonly secureBoot?: boolean | undefined;
  readonly tpm?: '2.0' | '1.2' | 'none' | undefined;
  readonly memoryBytes?: number | undefined;
  readonly screen?: { readonly width: number; readonly height: number } | undefined;
  /** The disk the system stands on, as the library names devices; its kind where this system tells. */
  readonly systemDisk?: string | undefined;
  readonly systemDiskKind?: 'ssd' | 'hdd' | undefined;
  /** `C:`, `/`. */
  readonly systemVolume: string;
  /** Undefined where this system doesn't tell which adapters are of hardware. */
  readonly adapters?: readonly AdapterSeen[] | undefined;
  readonly browsers: readonly Named[];
  readonly antivirus?: { readonly names: readonly string[]; readonly on: boolean } | undefined;
}
