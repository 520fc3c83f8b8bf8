import { listenHttp, soap } from './listen.ts';

const NS = 'http://www.onvif.org';

/** One request over SOAP as a script sees it. */
export interface SoapAsked {
  readonly operation: string;
  readonly path: string;
  /** The camera's own. */
  readonly port: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What it answers: inner XML of a body, a whole reply, or undefined for a fault. */
export type SoapScript = (
  asked: SoapAsked,
) =>
  | string
  | { readonly status: number; readonly headers?: object; readonly raw: string | Buffer }
  | undefined;

export interface QuirkyCamera {
  readonly port: number;
  readonly asked: readonly string[];
}

/** A camera over real HTTP that answers rightly without a login, but for what its script says. */
export async function quirkyCamera(
  script: (asked: SoapAsked, usual: () => string | undefined) => ReturnType<SoapScript>,
  { host = '127.0.0.1', port = 0 }: { readonly host?: string; readonly port?: number } = {},
): Promise<QuirkyCamera> {
  const asked: string[] = [];
  const own = await listenHttp(
    (request, body, response) => {
      const one = {
        operation: /<o:(\w+)/.exec(body)?.[1] ?? '',
        ...{ path: request.url ?? '', port: request.socket.localPort ?? 0 },
        ...{ headers: request.headers, body },
      };
      asked.push(`${one.path} ${one.operation}`);
      const answer = script(one, () => usual(one));
      if (typeof answer === 'object') {
        response.writeHead(answer.status, { ...answer.headers }).end(answer.raw);
        return;
      }
      response.setHeader('Content-Type', 'application/soap+xml; charset=utf-8');
      const fault = '<s:Fault><s:Code><s:Value>s:Receiver</s:Value></s:Code></s:Fault>';
      response.statusCode = answer === undefined ? 500 : 200;
      response.end(soap(answer ?? fault));
    },
    host,
    port,
  );
  return { port: own, asked };
}

/** The answers of a plain camera; undefined where it has none. */
function usual({ operation, body, port }: SoapAsked): string | undefined {
  const isMedia2 = body.includes(`${NS}/ver20/media/wsdl`);
  switch (operation) {
    case 'GetSystemDateAndTime':
      return clock(`<UTCDateTime>${moment(new Date())}</UTCDateTime>`);
    case 'GetServices':
      return services(port, { media: '/onvif/media' });
    case 'GetDeviceInformation':
      return '<GetDeviceInformationResponse><Manufacturer>M</Manufacturer><Model>true</Model><FirmwareVersion>5.10</FirmwareVersion><SerialNumber>00000000000000000001</SerialNumber><HardwareId>1e3</HardwareId></GetDeviceInformationResponse>';
    case 'GetProfiles':
      return isMedia2 ? undefined : profiles(ENCODER);
    case 'GetStreamUri':
      return uri('rtsp://127.0.0.1:8554/live');
    case 'GetScopes':
      return `<GetScopesResponse><Scopes><ScopeItem>onvif://www.onvif.org/name/Cam</ScopeItem></Scopes></GetScopesResponse>`;
    default:
      return undefined;
  }
}

const ENCODER =
  '<VideoEncoderConfiguration token="e"><Encoding>H264</Encoding><Resolution><Width>1920</Width><Height>1080</Height></Resolution><RateControl><FrameRateLimit>25</FrameRateLimit><BitrateLimit>4096</BitrateLimit></RateControl></VideoEncoderConfiguration>';

export const profiles = (encoder: string): string =>
  `<GetProfilesResponse><Profiles token="p"><Name>main</Name><VideoSourceConfiguration token="v"><SourceToken>s</SourceToken></VideoSourceConfiguration>${encoder}</Profiles></GetProfilesResponse>`;

/** Media2: an encoder's attributes in a profile of that service. */
export const profiles2 = (encoding: string): string =>
  `<GetProfilesResponse><Profiles token="p"><Name>main</Name><Configurations><VideoSource token="v"><SourceToken>s</SourceToken></VideoSource><VideoEncoder token="e"><Encoding>${encoding}</Encoding><Resolution><Width>1920</Width><Height>1080</Height></Resolution><RateControl><FrameRateLimit>25</FrameRateLimit><BitrateLimit>2048</BitrateLimit></RateControl></VideoEncoder></Configurations></Profiles></GetProfilesResponse>`;

export const uri = (stated: string): string =>
  `<GetStreamUriResponse><MediaUri><Uri>${stated.replaceAll('&', '&amp;')}</Uri></MediaUri></GetStreamUriResponse>`;

/** Addresses as a camera states them: paths on its own port, or whole. */
export function services(
  port: number,
  stated: { readonly media?: string; readonly media2?: string },
): string {
  const whole = (address: string) =>
    address.startsWith('/') ? `http://127.0.0.1:${port}${address}` : address;
  const one = (name: string, address: string) =>
    `<Service><Namespace>${NS}/${name}/wsdl</Namespace><XAddr>${whole(address)}</XAddr><Version><Major>2</Major><Minor>60</Minor></Version></Service>`;
  return `<GetServicesResponse>${one('ver10/device', '/onvif/device_service')}${stated.media === undefined ? '' : one('ver10/media', stated.media)}${stated.media2 === undefined ? '' : one('ver20/media', stated.media2)}</GetServicesResponse>`;
}

export const clock = (inner: string): string =>
  `<GetSystemDateAndTimeResponse><SystemDateAndTime><DateTimeType>NTP</DateTimeType>${inner}</SystemDateAndTime></GetSystemDateAndTimeResponse>`;

export function moment(at: Date): string {
  const of = (name: string, value: number) => `<${name}>${value}</${name}>`;
  const time = `<Time>${of('Hour', at.getUTCHours())}${of('Minute', at.getUTCMinutes())}${of('Second', at.getUTCSeconds())}</Time>`;
  const date = `<Date>${of('Year', at.getUTCFullYear())}${of('Month', at.getUTCMonth() + 1)}${of('Day', at.getUTCDate())}</Date>`;
  return time + date;
}
