import { readProbeMatches } from '../../../agent/probes/onvif/discovery/probe-match.ts';
import { parseSubnet } from '../../../agent/probes/subnet.ts';
import { bytesOf, promise, promiseSmall, type Target } from '../target.ts';

const MESSAGE = '0a6dc791-2be6-4991-9af1-454778a1917a';
const subnet = parseSubnet('192.0.2.0/24');
const ASKED = { subnets: subnet === undefined ? [] : [subnet], messages: new Set([MESSAGE]) };

const match = (relatesTo: string): string =>
  '<?xml version="1.0"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" ' +
  'xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing" ' +
  'xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><e:Header>' +
  `<w:RelatesTo>${relatesTo}</w:RelatesTo></e:Header><e:Body><d:ProbeMatches><d:ProbeMatch>` +
  '<w:EndpointReference><w:Address>urn:uuid:1</w:Address></w:EndpointReference>' +
  '<d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types>' +
  '<d:Scopes>onvif://www.onvif.org/name/Cam%201 onvif://www.onvif.org/hardware/X</d:Scopes>' +
  '<d:XAddrs>http://192.0.2.7:8899/onvif/device_service http://[fe80::1]/onvif</d:XAddrs>' +
  '</d:ProbeMatch></d:ProbeMatches></e:Body></e:Envelope>';

/** One datagram from somebody who answered a search. */
export const discovery: Target = {
  name: 'discovery',
  seeds: async () => [match(`urn:uuid:${MESSAGE}`), match(''), match('uuid:2')].map(bytesOf),
  words: [
    '<d:ProbeMatch>',
    '</e:Envelope>',
    '%zz',
    'http://[',
    ':65536',
    'onvif://',
    '&lt;',
    MESSAGE,
  ],
  feed(bytes) {
    const found = readProbeMatches(bytes, '192.0.2.7', ASKED);
    promise(found.length <= 16, `${found.length} devices in one datagram`);
    promiseSmall(found, 400_000, 'what was found');
    promise(
      found.every(({ address }) => address === '192.0.2.7'),
      'an address that nobody answered from',
    );
    promise(readProbeMatches(bytes, '198.51.100.1', ASKED).length === 0, 'a stranger was taken');
  },
};
