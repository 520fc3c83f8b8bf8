import type { Call } from './call.ts';
import type { Fault, ServicePrefix } from './envelope.ts';

/** An answer's children, without the response element around them; or why there is none. */
export type Answer = readonly string[] | Fault;
export type Answers = Readonly<Record<string, (call: Call) => Answer>>;
/** Only what a device offers stands here: an absent service is not advertised. */
export type Services = Readonly<Partial<Record<ServicePrefix, Answers>>>;

export const NO_SUCH_OPERATION: Fault = {
  code: 'Receiver',
  subcodes: ['ter:ActionNotSupported'],
  reason: 'Optional Action Not Implemented',
};

export const NOT_AUTHORIZED: Fault = {
  code: 'Sender',
  subcodes: ['ter:NotAuthorized'],
  reason: 'Sender not Authorized',
};

/** Operations of the access class PRE_AUTH: ONVIF Core Specification, annex A. */
export const PRE_AUTH: ReadonlySet<string> = new Set([
  'GetSystemDateAndTime',
  'GetServices',
  'GetServiceCapabilities',
  'GetCapabilities',
  'GetHostname',
]);
