import { createServer as createTcp } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../kit/clock.ts';
import { ms, seconds } from '../../kit/units.ts';
import {
  type AgentStandIn,
  type StandInOptions,
  startAgentStandIn,
} from '../../test/agent-stand-in.ts';
import { OpenServers } from '../../test/open-servers.ts';
import { describeWithPeers } from '../../test/peers.ts';
import { readLabKey } from '../../wire/machine-report.ts';
import { askAgent, LONGEST_ANSWER_BYTES } from './agent-door.ts';
import { type AgentKnown, TESTS_QUESTION } from './asking.ts';
import { withDeadline } from './patience.ts';

const never = new AbortController().signal;

async function standIn(options: StandInOptions = {}): Promise<AgentStandIn> {
  const started = await startAgentStandIn(options);
  onTestFinished(() => started.close());
  return started;
}

function knownOf({ port, key }: AgentStandIn): AgentKnown {
  const labKey = readLabKey(key);
  if (labKey === undefined) throw new Error('no key');
  return { endpoint: { host: '127.0.0.1', port }, ...labKey };
}

describeWithPeers(['openssl'], 'an exchange with the agent', () => {
  it('gives what it answers, to whoever has the token', async () => {
    const agent = await standIn();
    const answer = await askAgent(knownOf(agent), TESTS_QUESTION, never);
    expect(answer).toMatchObject({ kind: 'answered', status: 200 });
    expect(agent.tokens).toEqual([agent.token]);
  });

  it('says not a byte to who shows another certificate', async () => {
    const [agent, other] = [await standIn(), await standIn()];
    const known = { ...knownOf(agent), endpoint: { host: '127.0.0.1', port: other.port } };
    expect(await askAgent(known, TESTS_QUESTION, never)).toEqual({ kind: 'stranger' });
    expect(other.tokens).toEqual([]);
  });

  it('ends with the signal where the answer is slow', async () => {
    const agent = await standIn({ meddle: () => true });
    const started = performance.now();
    const limits = { clock: systemClock, span: ms(200), outer: never };
    const answer = await withDeadline(limits, (signal) =>
      askAgent(knownOf(agent), TESTS_QUESTION, signal),
    );
    expect(answer).toEqual({ kind: 'unreached', reason: 'timeout' });
    expect(performance.now() - started).toBeLessThan(seconds(5));
  });

  it('does not read an answer without end', async () => {
    const part = Buffer.alloc(LONGEST_ANSWER_BYTES / 4, 'x');
    const agent = await standIn({
      meddle: (_, response) => {
        response.on('error', () => undefined);
        const write = (): void => {
          while (!response.destroyed && response.write(part));
          response.once('drain', write);
        };
        write();
        return true;
      },
    });
    expect(await askAgent(knownOf(agent), TESTS_QUESTION, never)).toEqual({
      ...{ kind: 'unreached', reason: 'answer without end' },
    });
  });

  it.each<[string, StandInOptions['meddle']]>([
    ['before a word', ({ socket }) => socket.destroy() === socket],
    [
      'in the middle of the answer',
      (_, response) => {
        response.writeHead(200, { 'content-length': 1_000 });
        response.write('{"every_s":', () => response.socket?.destroy());
        return true;
      },
    ],
  ])('says so where the connection is cut %s', async (_, meddle) => {
    const agent = await standIn(meddle === undefined ? {} : { meddle });
    expect(await askAgent(knownOf(agent), TESTS_QUESTION, never)).toEqual({
      ...{ kind: 'unreached', reason: 'connection cut' },
    });
  });

  it.each([
    ['something else than TLS', 'SSH-2.0-OpenSSH_9.2\r\n', 'answered no TLS', seconds(8)],
    ['nothing', '', 'timeout', ms(300)],
  ])('says so where %s is spoken at the port', async (_, said, reason, span) => {
    const servers = new OpenServers();
    onTestFinished(() => servers.close());
    const port = await servers.listen(
      createTcp((socket) => socket.on('error', () => undefined).write(said)),
    );
    const known = {
      endpoint: { host: '127.0.0.1', port },
      fingerprint: 'x'.repeat(43),
      token: 't',
    };
    const limits = { clock: systemClock, span, outer: never };
    const answer = await withDeadline(limits, (signal) => askAgent(known, TESTS_QUESTION, signal));
    expect(answer).toEqual({ kind: 'unreached', reason });
  });

  it('says so where nobody listens', async () => {
    const agent = await startAgentStandIn();
    await agent.close();
    expect(await askAgent(knownOf(agent), TESTS_QUESTION, never)).toEqual({
      ...{ kind: 'unreached', reason: 'refused' },
    });
  });
});
