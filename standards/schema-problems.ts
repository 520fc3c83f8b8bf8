import type * as z from 'zod';
import type { ConfigProblem } from '../kit/load-config.ts';

type Issue = z.core.$ZodIssue;

/** Issues with their paths. Of a union only the branch the author meant is reported: the one with the fewest complaints. */
export function problemsOf(
  issues: readonly Issue[],
  parent: readonly PropertyKey[] = [],
): ConfigProblem[] {
  return issues.flatMap((issue) => {
    const path = [...parent, ...issue.path];
    const branch = issue.code === 'invalid_union' ? meantBranch(issue.errors) : undefined;
    if (branch === undefined) return [{ path: path.map(String).join('.'), message: issue.message }];
    return problemsOf(branch, path);
  });
}

/** The branch whose own keys are there: the others lack their first key, and complain of it as unrecognised. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const complaints = (branch: readonly Issue[]) =>
    branch.reduce(
      (sum, issue) =>
        sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1) + lacking(issue),
      0,
    );
  return branches.reduce<readonly Issue[] | undefined>(
    (best, branch) =>
      best !== undefined && complaints(best) <= complaints(branch) ? best : branch,
    undefined,
  );
}

/** A missing key weighs more than a misspelt one. */
const lacking = (issue: Issue): number =>
  issue.code === 'invalid_type' && issue.message.includes('undefined') ? 5 : 0;
