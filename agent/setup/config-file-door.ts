import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ConfigProblem, ConfigSurroundings } from '../../kit/load-config.ts';
import { replaceFile } from '../../kit/replace-file-door.ts';
import { fail, messageOf, ok, type Result } from '../../kit/result.ts';
import { type AgentConfig, parseAgentConfig } from '../config.ts';

export interface ConfigFile {
  readonly text: string;
  /** Names this very text: a form says which one it was filled in over. */
  readonly version: string;
  readonly config: Result<AgentConfig, readonly ConfigProblem[]>;
  readonly writable: boolean;
}

export interface NewSecret {
  /** Relative to the config file: `secrets/cam-cong`. */
  readonly file: string;
  readonly value: string;
}

export interface Save {
  readonly version: string;
  readonly text: string;
  readonly secrets: readonly NewSecret[];
}

export type SaveProblem =
  | { readonly kind: 'changed' }
  | { readonly kind: 'invalid'; readonly problems: readonly ConfigProblem[] }
  | { readonly kind: 'unwritten'; readonly reason: string };

/** The agent's config file, read afresh each time and replaced whole. */
export class ConfigKeeper {
  readonly file: string;
  readonly #surroundings: ConfigSurroundings;

  constructor(file: string, surroundings: ConfigSurroundings) {
    this.file = resolve(file);
    this.#surroundings = surroundings;
  }

  read(): ConfigFile {
    const text = readFileSync(this.file, 'utf8');
    const config = parseAgentConfig(text, this.file, this.#surroundings);
    return { text, version: versionOf(text), config, writable: this.#isWritable() };
  }

  /** A name below `secrets/` that no file has yet. */
  freeSecret(name: string): string {
    const taken = (file: string): boolean => existsSync(join(dirname(this.file), file));
    let file = `secrets/${name}`;
    for (let turn = 2; taken(file); turn += 1) file = `secrets/${name}-${turn}`;
    return file;
  }

  /** All or nothing; the text before is kept beside it. Nothing else runs between the look and the deed. */
  save({ version, text, secrets }: Save): Result<void, SaveProblem> {
    if (versionOf(readFileSync(this.file, 'utf8')) !== version) return fail({ kind: 'changed' });
    if (!this.#isWritable()) return fail({ kind: 'unwritten', reason: 'read-only' });
    try {
      for (const secret of secrets) this.#keepSecret(secret);
      const config = parseAgentConfig(text, this.file, this.#surroundings);
      if (!config.ok) {
        this.#forget(secrets);
        return fail({ kind: 'invalid', problems: config.problem });
      }
      this.#replaceWith(text);
      return ok(undefined);
    } catch (error) {
      this.#forget(secrets);
      return fail({ kind: 'unwritten', reason: messageOf(error) });
    }
  }

  /** Who made the file read-only meant it, even where root could write it. */
  #isWritable(): boolean {
    try {
      accessSync(this.file, constants.W_OK);
      accessSync(dirname(this.file), constants.W_OK);
      return (statSync(this.file).mode & 0o200) !== 0;
    } catch {
      // That it throws is how access says no.
      return false;
    }
  }

  #replaceWith(text: string): void {
    const { mode, uid, gid } = statSync(this.file);
    const previous = `${this.file}.previous`;
    replaceFile(previous, readFileSync(this.file, 'utf8'));
    replaceFile(this.file, text);
    for (const file of [previous, this.file]) {
      give(file, { uid, gid });
      chmodSync(file, mode & 0o777);
    }
  }

  #keepSecret({ file, value }: NewSecret): void {
    const path = join(dirname(this.file), file);
    const { uid, gid } = statSync(this.file);
    if (!existsSync(dirname(path))) {
      mkdirSync(dirname(path), { mode: 0o700 });
      give(dirname(path), { uid, gid });
    }
    replaceFile(path, `${value}\n`);
    give(path, { uid, gid });
  }

  #forget(secrets: readonly NewSecret[]): void {
    for (const { file } of secrets) rmSync(join(dirname(this.file), file), { force: true });
  }
}

const versionOf = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 16);

/** Only where it is another's: nobody but root may, and only root has to. */
function give(file: string, { uid, gid }: { readonly uid: number; readonly gid: number }): void {
  const now = statSync(file);
  if (now.uid !== uid || now.gid !== gid) chownSync(file, uid, gid);
}
