import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeWithCaptures } from '../../../../test/onvif/captures.ts';
import { soap } from '../../../../test/onvif/listen.ts';
import { escapeXml, parseEnvelope } from './envelope.ts';
import { children, textAt } from './xml.ts';

const read = (text: string) => parseEnvelope(Buffer.from(text));
const body = (text: string): unknown => {
  const answer = read(text);
  if (answer.kind !== 'answer') throw new Error(`not an answer: ${JSON.stringify(answer)}`);
  return answer.body;
};

describe('an envelope', () => {
  it('keeps strings as sent: versions, long numbers and the word true', () => {
    const sent = body(soap('<a:V>5.10</a:V><a:S>12345678901234567890</a:S><a:M>true</a:M>'));
    expect([textAt(sent, 'V'), textAt(sent, 'S'), textAt(sent, 'M')]).toEqual([
      '5.10',
      '12345678901234567890',
      'true',
    ]);
  });

  it('reads entities, prefixes nobody declared, and text beside attributes', () => {
    const sent = body(soap('<zz:Uri q:x="1">rtsp://h/?a=1&amp;b=2&#38;c=3</zz:Uri>'));
    expect(textAt(sent, 'Uri')).toBe('rtsp://h/?a=1&b=2&c=3');
  });

  it('reads ISO-8859-1 where it is declared, and invalid UTF-8 without a crash', () => {
    const latin = `<?xml version="1.0" encoding="ISO-8859-1"?>${soap('<N>Caf\u00e9</N>').slice(21)}`;
    const answer = parseEnvelope(Buffer.from(latin, 'latin1'));
    expect(answer.kind === 'answer' && textAt(answer.body, 'N')).toBe('Caf\u00e9');
    const broken = parseEnvelope(Buffer.from(soap('<N>Caf\u00e9</N>'), 'latin1'));
    expect(broken.kind).toBe('answer');
  });

  it('takes zero bytes and blanks around the document for padding', () => {
    expect(read(`\ufeff \n${soap('<a/>')}\0\0 \r\n`).kind).toBe('answer');
  });

  it.each([
    ['a document type', `<!DOCTYPE x [<!ENTITY a "b">]>${soap('<a>&a;</a>')}`],
    ['a truncated document', soap('<a>1</a><b>2</b>').slice(0, -14)],
    ['an empty answer', ''],
    ['a page of the camera', '<html><body>404</body></html>'],
    ['no body', '<s:Envelope></s:Envelope>'],
    ['elements nested without end', soap(`${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`)],
    ['a name that would reach prototypes', soap('<__proto__>1</__proto__>')],
  ])('refuses %s', (_, text) => {
    expect(read(text).kind).toBe('garbled');
  });

  it('is never whole when it is cut, at whatever byte', () => {
    const whole = soap('<a>1</a><b>2</b>');
    for (let cut = 0; cut < whole.length; cut += 1)
      expect(read(whole.slice(0, cut)).kind, whole.slice(0, cut)).toBe('garbled');
  });

  it('reads the fault of SOAP 1.2 and of 1.1', () => {
    const newer = soap(
      '<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:NotAuthorized</s:Value>' +
        '</s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">no</s:Text></s:Reason></s:Fault>',
    );
    expect(read(newer)).toEqual({
      kind: 'fault',
      codes: ['Sender', 'NotAuthorized'],
      reason: 'no',
    });
    const older = soap(
      '<Fault><faultcode>x:Client</faultcode><faultstring>bad</faultstring></Fault>',
    );
    expect(read(older)).toEqual({ kind: 'fault', codes: ['Client'], reason: 'bad' });
  });

  it('is read at once where a name without end stands over many elements', () => {
    const name = 'x'.repeat(250_000);
    expect(read(soap(`<${name}>${'<a/>'.repeat(100_000)}</${name}>`)).kind).toBe('answer');
  }, 1_000);

  it('never throws and never hangs, whatever the bytes', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '</',
      '<a ',
      '="',
      '<![CDATA[',
      ']]>',
      '<!--',
      '&#',
      ';',
    );
    const torn = fc
      .array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 60 })
      .map((pieces) => Buffer.from(soap(pieces.join(''))));
    const bytes = fc.uint8Array({ maxLength: 400 });
    fc.assert(
      fc.property(fc.oneof(bytes, torn), (sent) => {
        const startedAt = performance.now();
        expect(['answer', 'fault', 'garbled']).toContain(parseEnvelope(sent).kind);
        expect(performance.now() - startedAt).toBeLessThan(1_000);
      }),
    );
  });

  it('carries any text through escaping', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        const kept = text.replace(/[^ -~]/g, '');
        const sent = textAt(body(soap(`<a>|${escapeXml(kept)}|</a>`)), 'a');
        expect(sent).toBe(`|${kept}|`);
      }),
    );
  });
});

describeWithCaptures('recorded answers', (captures) => {
  it.each(captures)('$name is read without a crash', ({ bytes }) => {
    expect(['answer', 'fault', 'garbled']).toContain(parseEnvelope(bytes).kind);
  });

  it('gives every scope of a Milesight camera', () => {
    const bytes = captures.find(({ name }) => name.endsWith('get_scopes.xml'))?.bytes;
    const answer = parseEnvelope(bytes ?? Buffer.alloc(0));
    expect(
      answer.kind === 'answer' && children(answer.body, 'GetScopesResponse', 'Scopes'),
    ).toHaveLength(10);
  });
});
