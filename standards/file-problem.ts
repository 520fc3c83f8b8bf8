/** A mistake in a file of data: which file, where in it, and what is wrong. */
export interface FileProblem {
  readonly file: string;
  readonly path: string;
  readonly message: string;
}

/** Problems as the lines a person reads: `qcvn-34.yaml: criteria.3.condition: …`. */
export const sayFileProblems = (problems: readonly FileProblem[]): string =>
  problems
    .map(({ file, path, message }) => `${file}: ${path === '' ? '(file)' : path}: ${message}`)
    .join('\n');
