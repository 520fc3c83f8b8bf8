import { type Endpoint, endpointOf } from '../../../../kit/endpoint.ts';
import { type Ms, minutes, seconds } from '../../../../kit/units.ts';
import type { UplinkOptions } from '../options.ts';
import type { FarEnd } from './second.ts';

/** Whom the watch asks, and how often. */
export interface Watched extends Pick<FarEnd, 'subject' | 'kind' | 'eachSecond'> {
  readonly endpoint: Endpoint;
  /** Of those asked now and then. */
  readonly every: Ms;
  /** At least so long between two questions, however great the doubt. */
  readonly spacing: Ms;
}

/** A named system of the `services` section. */
export interface NamedService {
  readonly name: string;
  readonly url: string;
}

export interface LineAround {
  readonly services: readonly NamedService[];
  /** Address of the collector. */
  readonly collector: string;
}

const TARGET = { every: seconds(5), spacing: seconds(3) };
/** Others serve the whole country: they are asked seldom while they answer, and while they don't not often either. */
const SERVICE = { every: minutes(1), spacing: seconds(15) };

export function farEndsOf(
  { id, targets }: Pick<UplinkOptions, 'id' | 'targets'>,
  { services, collector }: LineAround,
): readonly Watched[] {
  const centre = URL.parse(collector)?.hostname;
  const own = targets.flatMap((target): Watched[] => {
    const eachSecond = 'udp_echo' in target;
    const endpoint = endpointOf(eachSecond ? target.udp_echo : target.tcp);
    if (endpoint === undefined) throw new Error(`${id}: target ${target.name}: no port`);
    const kind = endpoint.host === centre ? 'collector' : 'portal';
    return [{ subject: `target:${target.name}`, kind, eachSecond, endpoint, ...TARGET }];
  });
  const others = services.flatMap(({ name, url }): Watched[] => {
    const endpoint = endpointOfUrl(url);
    if (endpoint === undefined) return [];
    const kind = endpoint.host === centre ? 'collector' : 'portal';
    return [{ subject: `service:${name}`, kind, eachSecond: false, endpoint, ...SERVICE }];
  });
  return [...own, ...others];
}

function endpointOfUrl(text: string): Endpoint | undefined {
  const url = URL.parse(text);
  if (url === null) return undefined;
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port };
}

/** The domain names are asked for below: that of the collector, or of a far end; undefined where all are addresses. */
export function nameFor(collector: string, ends: readonly Watched[]): string | undefined {
  const hosts = [
    URL.parse(collector)?.hostname ?? '',
    ...ends.map(({ endpoint }) => endpoint.host),
  ];
  return hosts.find((host) => /\.[a-z][a-z0-9-]*$/i.test(host));
}
