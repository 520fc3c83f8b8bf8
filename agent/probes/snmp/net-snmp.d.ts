/** The few calls of net-snmp that session-door.ts makes; the package brings no types. */
declare module 'net-snmp' {
  interface Varbind {
    readonly oid: string;
    readonly type: number;
    readonly value: unknown;
  }
  type Answer<Value> = (error: unknown, value: Value) => void;
  interface Message {
    hasAuthentication(): unknown;
    hasPrivacy(): unknown;
  }
  interface Request {
    responseCb(error: unknown): void;
  }
  interface Session {
    on(event: 'error', listener: (error: unknown) => void): void;
    get(oids: readonly string[], answer: Answer<readonly Varbind[]>): void;
    getNext(oids: readonly string[], answer: Answer<readonly Varbind[]>): void;
    getBulk(
      oids: readonly string[],
      nonRepeaters: number,
      maxRepetitions: number,
      answer: Answer<readonly (readonly Varbind[])[]>,
    ): void;
    close(): void;
    onSimpleGetResponse: (request: Request, message: Message) => void;
    unregisterRequest: (id: number) => Request | null;
    readonly msgSecurityParameters?: { readonly msgAuthoritativeEngineID: Uint8Array };
  }
  interface Options {
    readonly version?: number;
    readonly port: number;
    readonly transport: 'udp4' | 'udp6';
    readonly retries: number;
    readonly timeout: number;
    readonly dgramModule: { readonly createSocket: (type: 'udp4' | 'udp6') => unknown };
  }
  interface User {
    readonly name: string;
    readonly level: number;
    readonly authProtocol?: number;
    readonly authKey?: string;
    readonly privProtocol?: number;
    readonly privKey?: string;
  }
  export function createSession(target: string, community: string, options: Options): Session;
  export function createV3Session(target: string, user: User, options: Options): Session;
  export const Version1: number;
  export const Version2c: number;
  export const Version3: number;
  export const SecurityLevel: Readonly<Record<string, number>>;
  export const AuthProtocols: Readonly<Record<string, number>>;
  export const PrivProtocols: Readonly<Record<string, number>>;
  export const ObjectType: Readonly<Record<string, number>>;
}
