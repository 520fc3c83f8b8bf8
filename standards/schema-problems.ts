import type * as z from 'zod';
import type { ConfigProblem } from '../kit/load-config.ts';

type Issue = z.core.$ZodIssue;

/**
 * Issues with their paths. Of a union only the branch the author meant is reported: the one whose own key is
 * there and that has the least to complain of.
 */
export function problemsOf(
  issues: readonly Issue[],
  value: unknown,
  parent: readonly PropertyKey[] = [],
): ConfigProblem[] {
  return issues.flatMap((issue) => {
    const path = [...parent, ...issue.path];
    const told = (message: string) => [{ path: path.map(String).join('.'), message }];
    if (issue.code !== 'invalid_union') return told(issue.message);
    const own = at(value, issue.path);
    const missing = issue.errors.map((branch) => branch.flatMap((one) => missingKey(one, own)));
    const meant = issue.errors
      .filter((_, index) => missing[index]?.length === 0)
      .reduce<readonly Issue[] | undefined>(
        (best, branch) => (best && complaints(best) <= complaints(branch) ? best : branch),
        undefined,
      );
    if (meant !== undefined) return problemsOf(meant, own, path);
    const keys = missing.flatMap(([key]) => key ?? []);
    return told(keys.length === 0 ? issue.message : `expected one of ${keys.join(', ')}`);
  });
}

/** The key a branch asks for and the value does not have. */
function missingKey({ path: [key, ...below] }: Issue, value: unknown): string[] {
  const isMissing =
    key !== undefined &&
    below.length === 0 &&
    typeof value === 'object' &&
    value !== null &&
    !Object.hasOwn(value, key);
  return isMissing ? [String(key)] : [];
}

const complaints = (branch: readonly Issue[]): number =>
  branch.reduce((sum, one) => sum + (one.code === 'unrecognized_keys' ? one.keys.length : 1), 0);

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined,
    value,
  );
}
