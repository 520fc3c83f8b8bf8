import { type Speech, sayNumber } from '../../kit/say.ts';
import type { Text } from '../../kit/text.ts';
import { sayMeasured } from '../../standards/say-finding.ts';
import { type Fields, flagIn, numberIn, wordIn } from '../report/device-facts.ts';
import {
  diskKinds,
  labWords,
  machineSources,
  osEditions,
  tpmVersions,
  windows11Lacks,
} from './words/labs.ts';

/** What a lab machine is, in the words of its page and of the export; undefined where it hasn't told. */

type Said = string | undefined;
interface Telling {
  readonly fields: Fields;
  readonly speech: Speech;
}

const joined = (parts: readonly Said[], by = ', '): Said => {
  const told = parts.filter((part) => part !== undefined);
  return told.length === 0 ? undefined : told.join(by);
};

const measured = ({ fields, speech }: Telling, name: string, unit: string): Said => {
  const value = numberIn(fields, name);
  return value === undefined ? undefined : sayMeasured(value, unit, speech);
};

/** `1,2 GiB đang dùng`: a figure with its word, or nothing. */
const worded = (figure: Said, word: Text, { speech }: Telling): Said =>
  figure === undefined ? undefined : `${figure} ${word[speech.language]}`;

const wordOf = (
  { fields, speech }: Telling,
  name: string,
  words: Readonly<Record<string, Text>>,
): Said => {
  const word = wordIn(fields, name);
  const known = word !== undefined && Object.hasOwn(words, word) ? words[word] : undefined;
  return known?.[speech.language] ?? word;
};

const flagOf = ({ fields, speech }: Telling, name: string, yes: Text, no: Text): Said => {
  const flag = flagIn(fields, name);
  return flag === undefined ? undefined : (flag ? yes : no)[speech.language];
};

export const sayModel = ({ fields }: Telling): Said =>
  joined([wordIn(fields, 'manufacturer'), wordIn(fields, 'model')], ' ');

export const sayProcessor = (telling: Telling): Said =>
  joined([
    wordIn(telling.fields, 'cpu_model'),
    worded(measured(telling, 'cores', '1'), labWords.cores, telling),
  ]);

export const sayMemory = (telling: Telling): Said =>
  joined([
    measured(telling, 'memory_bytes', 'bytes'),
    worded(measured(telling, 'memory_used_ratio', 'ratio'), labWords.inUse, telling),
  ]);

export const sayDisk = (telling: Telling): Said =>
  joined([
    wordOf(telling, 'disk_kind', diskKinds),
    measured(telling, 'disk_bytes', 'bytes'),
    worded(measured(telling, 'disk_free_bytes', 'bytes'), labWords.free, telling),
  ]);

export function sayScreen({ fields }: Telling): Said {
  const [width, height] = [numberIn(fields, 'screen_width'), numberIn(fields, 'screen_height')];
  return width === undefined || height === undefined ? undefined : `${width}×${height}`;
}

export function saySystem(telling: Telling): Said {
  const { fields, speech } = telling;
  const build = wordIn(fields, 'os_build') ?? wordIn(fields, 'os_version');
  const name = wordIn(fields, 'os_name');
  const saysEdition = /home|pro|enterprise|education|lts[bc]/i.test(name ?? '');
  return joined([
    name,
    saysEdition ? undefined : wordOf(telling, 'os_edition', osEditions),
    build === undefined ? undefined : `${labWords.build[speech.language]} ${build}`,
  ]);
}

export function sayWindows11(telling: Telling): Said {
  const ready = flagOf(telling, 'windows11_ready', labWords.ready, labWords.notReady);
  const lacks = sayLacks(telling);
  if (ready === undefined || lacks === undefined) return ready;
  return `${ready}: ${labWords.lacks[telling.speech.language]} ${lacks}`;
}

function sayLacks({ fields, speech }: Telling): Said {
  const lacks = (wordIn(fields, 'windows11_missing') ?? '').split(',').filter((one) => one !== '');
  return joined(
    lacks.map((one) =>
      Object.hasOwn(windows11Lacks, one) ? windows11Lacks[one]?.[speech.language] : one,
    ),
  );
}

export const sayAntivirus = (telling: Telling): Said =>
  joined([
    wordIn(telling.fields, 'antivirus'),
    flagOf(telling, 'antivirus_on', labWords.on, labWords.off),
  ]);

export function sayNetwork(telling: Telling, behind: Said): Said {
  const { fields, speech } = telling;
  const port = wordIn(fields, 'switch_port');
  return joined([
    measured(telling, 'link_bps', 'bps'),
    behind === undefined ? undefined : `${labWords.behind[speech.language]} ${behind}`,
    port === undefined ? undefined : `${labWords.port[speech.language]} ${port}`,
  ]);
}

/** `trễ 12 ms, rung 2 ms, mất gói 0,2 %`. */
export function sayMeeting(telling: Telling): Said {
  const { language } = telling.speech;
  const part = (word: Text, figure: Said): Said =>
    figure === undefined ? undefined : `${word[language]} ${figure}`;
  return joined([
    part(labWords.latency, measured(telling, 'meeting_rtt_s', 's')),
    part(labWords.jitter, measured(telling, 'meeting_jitter_s', 's')),
    part(labWords.loss, measured(telling, 'meeting_loss_ratio', 'ratio')),
  ]);
}

export const sayApps = ({ fields, speech }: Telling): Said => {
  const [up, tested] = [numberIn(fields, 'apps_up'), numberIn(fields, 'apps_tested')];
  return up === undefined || tested === undefined
    ? undefined
    : `${sayNumber(up, speech)}/${sayNumber(tested, speech)}`;
};

export const saySource = (telling: Telling): Said => wordOf(telling, 'source', machineSources);

/** Name and value of everything it told, in the order of its page. */
export function specificationOf(
  telling: Telling,
  { behind, support }: { readonly behind: Said; readonly support: Said },
): readonly (readonly [Text, string])[] {
  const lines: readonly (readonly [Text, Said])[] = [
    [labWords.machineModel, sayModel(telling)],
    [labWords.serial, wordIn(telling.fields, 'serial')],
    [labWords.processor, sayProcessor(telling)],
    [labWords.memory, sayMemory(telling)],
    [labWords.disk, sayDisk(telling)],
    [labWords.screen, sayScreen(telling)],
    [labWords.operatingSystem, saySystem(telling)],
    [labWords.support, support],
    [labWords.windows11, sayWindows11(telling)],
    [labWords.tpm, wordOf(telling, 'tpm_version', tpmVersions)],
    [labWords.browsers, wordIn(telling.fields, 'browsers')],
    [labWords.antivirus, sayAntivirus(telling)],
    [labWords.network, sayNetwork(telling, behind)],
    [labWords.toldBy, saySource(telling)],
  ];
  return lines.flatMap(([name, said]) => (said === undefined ? [] : [[name, said] as const]));
}
