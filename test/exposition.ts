/** A scrape as Prometheus would take it, by the letter of text format 0.0.4 and of its naming rules; throws where it is none. */
export interface Scraped {
  readonly types: ReadonlyMap<string, string>;
  /** By the sample as it stands, labels included: `up{job="a"}`. */
  readonly samples: ReadonlyMap<string, number>;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\[\\\\n"])*"';
const SAMPLE = new RegExp(
  `^((${NAME})(?:\\{${LABEL}(?:,${LABEL})*\\})?) (NaN|[+-]Inf|-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)$`,
);
const HEAD = new RegExp(`^# HELP (${NAME}) [^\\n]+\\n# TYPE (${NAME}) (counter|gauge|histogram)$`);

export function scrape(text: string): Scraped {
  if (!text.startsWith('# HELP ') || !text.endsWith('\n')) throw new Error('no exposition');
  const scraped = { types: new Map<string, string>(), samples: new Map<string, number>() };
  for (const block of text.slice(0, -1).split(/\n(?=# HELP )/)) readFamily(block, scraped);
  return scraped;
}

/** Help, type, then samples: a name that comes again later has its samples in two places. */
function readFamily(
  block: string,
  scraped: { types: Map<string, string>; samples: Map<string, number> },
): void {
  const [help = '', typed = '', ...lines] = block.split('\n');
  const [, name = '', again, type = ''] = HEAD.exec(`${help}\n${typed}`) ?? [];
  if (name === '' || name !== again) throw new Error(`no head of a metric: ${help}`);
  if (scraped.types.has(name)) throw new Error(`${name} in two places`);
  if ((type === 'counter') !== name.endsWith('_total')) throw new Error(`${name} is no ${type}`);
  scraped.types.set(name, type);
  const ends = type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
  for (const line of lines) {
    const [, key = '', sampled, value = ''] = SAMPLE.exec(line) ?? [];
    if (!ends.some((end) => sampled === name + end)) throw new Error(`below ${name}: ${line}`);
    if (scraped.samples.has(key)) throw new Error(`${key} twice`);
    scraped.samples.set(key, Number(value.replace('Inf', 'Infinity')));
  }
}
