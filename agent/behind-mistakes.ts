/** As much of a configured device as says what it hangs behind. */
interface Hanging {
  readonly path: readonly (string | number)[];
  readonly id: string | undefined;
  readonly kind?: string | undefined;
  readonly behind?: string | undefined;
}

interface Mistake {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What others can hang behind. */
const CARRIERS: ReadonlySet<string | undefined> = new Set(['switch', 'gateway', 'recorder']);

/** Devices said to hang behind what is not there, behind what carries nothing, or behind themselves. */
export function behindMistakes(devices: readonly Hanging[]): readonly Mistake[] {
  const known = new Map(devices.map((device) => [device.id, device]));
  return devices.flatMap((device) => {
    const { behind, path } = device;
    const problem = behind === undefined ? undefined : problemOf(device, behind, known);
    return problem === undefined ? [] : [{ path: [...path, 'behind'], message: problem }];
  });
}

function problemOf(
  { id }: Hanging,
  behind: string,
  known: ReadonlyMap<string | undefined, Hanging>,
): string | undefined {
  const carrier = known.get(behind);
  if (carrier === undefined) return `there is no device ${behind}`;
  if (!CARRIERS.has(carrier.kind)) return `${behind} is no switch, recorder or gateway`;
  const way = wayUp(behind, known);
  return id !== undefined && way.includes(id)
    ? `${id} would hang behind itself: ${[id, ...way.slice(0, way.indexOf(id) + 1)].join(', ')}`
    : undefined;
}

/** What is passed on the way, each once. */
function wayUp(from: string, known: ReadonlyMap<string | undefined, Hanging>): readonly string[] {
  const way = new Set<string>();
  for (
    let at: string | undefined = from;
    at !== undefined && !way.has(at);
    at = known.get(at)?.behind
  )
    way.add(at);
  return [...way];
}
