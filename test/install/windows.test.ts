import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XMLParser } from 'fast-xml-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import { Language, type Node, Parser } from 'web-tree-sitter';
import { WINDOWS_COMMANDS } from './windows-commands.ts';

/**
 * No Windows stands here: the scripts are held against the grammar of PowerShell, against what Microsoft's pages say of each command
 * they use, and the tasks against the scheduler's schema.
 */
const INSTALL = fileURLToPath(new URL('../../agent/install/windows', import.meta.url));
const GRAMMAR = fileURLToPath(
  import.meta.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm'),
);
const scripts = namesOf('.ps1');
const parser = await openParser();

function namesOf(ending: string): readonly string[] {
  return readdirSync(INSTALL).filter((name) => name.endsWith(ending));
}

async function openParser(): Promise<Parser> {
  await Parser.init();
  return new Parser().setLanguage(await Language.load(GRAMMAR));
}

const textOf = (name: string): string => readFileSync(join(INSTALL, name), 'utf8');

function treeOf(text: string): Node {
  const tree = parser.parse(text.replace(/^\uFEFF/, ''));
  if (tree === null) throw new Error('no tree');
  return tree.rootNode;
}

const partsOf = (root: Node, type: string): readonly Node[] =>
  root.descendantsOfType(type).filter((node) => node !== null);

interface Used {
  readonly command: string;
  readonly parameters: readonly string[];
}

/** The commands of a script with the parameters they are given; not those within their arguments, which are listed by themselves. */
function commandsIn(root: Node): readonly Used[] {
  return partsOf(root, 'command').map((node) => ({
    command: node.childForFieldName('command_name')?.text ?? '',
    parameters: (node.childForFieldName('command_elements')?.children ?? [])
      .filter((child) => child?.type === 'command_parameter')
      .map((child) => child?.text.replace(/:.*$/, '') ?? ''),
  }));
}

const ownFunctions = (root: Node): readonly string[] =>
  partsOf(root, 'function_statement').map((node) => partsOf(node, 'function_name')[0]?.text ?? '');

describe('the scripts for Windows', () => {
  it.each(scripts)('%s is PowerShell', (name) => {
    expect(treeOf(textOf(name)).hasError).toBe(false);
  });

  it('would not be taken for PowerShell with a bracket left open', () => {
    expect(treeOf(`${textOf('install.ps1')}\nif (`).hasError).toBe(true);
  });

  it.each(scripts)('%s gives each command only what Windows PowerShell 5.1 takes', (name) => {
    for (const { command, parameters } of commandsIn(treeOf(textOf(name))))
      for (const parameter of WINDOWS_COMMANDS[command] === undefined ? [] : parameters)
        expect(WINDOWS_COMMANDS[command]?.parameters, command).toContain(parameter);
  });

  it.each(scripts)('%s calls only what it or the steps beside it define', (name) => {
    const own = ownFunctions(treeOf(textOf('steps.ps1')));
    const called = commandsIn(treeOf(textOf(name))).map(({ command }) => command);
    const unknown = called.filter(
      (command) => !(command in WINDOWS_COMMANDS) && !own.includes(command),
    );
    const programs = [
      '',
      '$Program',
      "(Join-Path $PSScriptRoot 'steps.ps1')",
      '"$env:SystemRoot\\System32\\icacls.exe"',
    ];
    expect(unknown.filter((command) => !programs.includes(command))).toEqual([]);
  });

  it.each(scripts)('%s begins with the mark by which PowerShell 5.1 knows UTF-8', (name) => {
    expect(textOf(name).startsWith('\uFEFF')).toBe(true);
  });

  it.each(namesOf('.cmd'))(
    '%s starts the script of its name, in lines as cmd wants them',
    (name) => {
      const text = textOf(name);
      const script = name.replace('.cmd', '.ps1');
      expect(scripts).toContain(script);
      expect(text).toContain(`%~dp0${script}`);
      expect(text.replaceAll('\r\n', '')).not.toContain('\n');
      // One pair of quotes a line: cmd would take what follows a third as a command of its own.
      for (const line of text.split('\r\n')) expect(line.split('"').length).toBeOneOf([1, 3]);
    },
  );

  it('leaves config and data to the system, administrators and the task’s account alone', () => {
    const rights = textOf('steps.ps1')
      .split('\n')
      .find((line) => line.includes('icacls.exe'));
    expect(rights).toContain('/inheritance:r');
    expect(
      [...(rights ?? '').matchAll(/\$\{(\w+)\}:\(OI\)\(CI\)(\w)/g)].map((match) => [
        match[1],
        match[2],
      ]),
    ).toEqual([
      ['System', 'F'],
      ['Administrators', 'F'],
      ['LocalService', 'M'],
    ]);
  });
});

/** Source: Microsoft, Task Scheduler Schema: settingsType, restartType, principalType, execActionType. */
const SETTINGS = [
  ...['AllowStartOnDemand', 'RestartOnFailure', 'MultipleInstancesPolicy', 'StartWhenAvailable'],
  ...['DisallowStartIfOnBatteries', 'StopIfGoingOnBatteries', 'ExecutionTimeLimit', 'Enabled'],
];
/** Of boot and time triggers, in the order in which the scheduler itself writes them. */
const TRIGGER = [
  'Repetition',
  'StartBoundary',
  'EndBoundary',
  'ExecutionTimeLimit',
  'Enabled',
  'Delay',
  'RandomDelay',
];

describe('the tasks for Windows', () => {
  const tasks = namesOf('.xml');
  type Task = Readonly<Record<string, never>>;
  let read: (name: string) => Task;
  beforeAll(() => {
    const reader = new XMLParser({ isArray: (name) => name.endsWith('Trigger') });
    read = (name) => reader.parse(textOf(name)).Task;
  });

  it.each(tasks)('%s runs under the account of least right, whether on battery or not', (name) => {
    expect(read(name)).toMatchObject({
      Principals: { Principal: { UserId: 'S-1-5-19', RunLevel: 'LeastPrivilege' } },
      Settings: {
        DisallowStartIfOnBatteries: false,
        StopIfGoingOnBatteries: false,
        MultipleInstancesPolicy: 'IgnoreNew',
      },
      Actions: { Exec: { Command: '{program}', Arguments: '{arguments}' } },
    });
  });

  it.each(tasks)('%s says nothing that the scheduler’s schema does not know', (name) => {
    const { Settings, Triggers } = read(name) as unknown as {
      Settings: object;
      Triggers: Readonly<Record<'BootTrigger' | 'TimeTrigger', readonly object[]>>;
    };
    expect(SETTINGS).toEqual(expect.arrayContaining(Object.keys(Settings)));
    for (const trigger of Object.values(Triggers).flat()) {
      const places = Object.keys(trigger).map((key) => TRIGGER.indexOf(key));
      expect(places).not.toContain(-1);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
    expect(Triggers.BootTrigger).toHaveLength(1);
  });

  it('starts a dead agent again within five minutes, and never ends a living one', () => {
    expect(read('hatang-agent.xml')).toMatchObject({
      Triggers: { TimeTrigger: [{ Repetition: { Interval: 'PT5M' } }] },
      // One byte in the schema: 255 is the most.
      Settings: { ExecutionTimeLimit: 'PT0S', RestartOnFailure: { Interval: 'PT1M', Count: 255 } },
    });
  });

  it('has lab machines tell every four hours, each at a time of its own', () => {
    expect(read('hatang-machine.xml')).toMatchObject({
      Triggers: { TimeTrigger: [{ Repetition: { Interval: 'PT4H' }, RandomDelay: 'PT10M' }] },
    });
  });
});
