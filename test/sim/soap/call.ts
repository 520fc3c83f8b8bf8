import { NAMESPACE, type ServicePrefix } from './envelope.ts';

/** One operation a client asks for: which service's, which, and the whole request to read from. */
export interface Call {
  readonly service: ServicePrefix;
  readonly operation: string;
  readonly xml: string;
}

const SERVICES = ['tds', 'trt', 'tr2', 'trc', 'tse'] as const;

/** The first element of the body, its prefix resolved; undefined when there is none of ONVIF's. */
export function callIn(xml: string): Call | undefined {
  const body = /<(?:[\w.-]+:)?Body[^<>]*>\s*<(?:([\w.-]+):)?([A-Za-z]+)([^<>]*)/.exec(xml);
  if (body?.[2] === undefined) return undefined;
  const declared = body[1] === undefined ? 'xmlns' : `xmlns:${body[1]}`;
  const declaration = new RegExp(`\\s${declared}\\s*=\\s*["']([^"']+)["']`);
  const uri = (declaration.exec(body[3] ?? '') ?? declaration.exec(xml))?.[1];
  const service = SERVICES.find((prefix) => NAMESPACE[prefix] === uri);
  return service === undefined ? undefined : { service, operation: body[2], xml };
}

/** The text of an argument, whatever its prefix. */
export function argument({ xml }: Call, name: string): string | undefined {
  return new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^<>]*)?>([^<]*)<`).exec(xml)?.[1]?.trim();
}
