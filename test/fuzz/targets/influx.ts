import { HistoryUnavailable } from '../../../collector/history/history.ts';
import { blame } from '../../../collector/history/influx/blame.ts';
import { readAnswer } from '../../../collector/history/influx/influx-ql.ts';
import { droppedRows } from '../../../collector/history/influx/vm-rows.ts';
import { keepOut } from '../../../kit/keep-out.ts';
import { epochMs, minutes } from '../../../kit/units.ts';
import { bytesOf, promise, type Target, textOf } from '../target.ts';

const LINES = ['cpu,host=a usage=1 1795000000000', 'cpu,host=a usage="much" 1795000000001', 'm x='];
const QUERY = {
  school: 's',
  measurement: 'cpu',
  field: 'usage',
  device: undefined,
  from: epochMs(0),
  to: epochMs(2_000_000_000_000),
  step: minutes(5),
};
const SECRET = 'planted-secret';
const clean = keepOut([SECRET]);

/** What a history's database says: of lines it refuses, of a question, of rows it dropped. */
export const influx: Target = {
  name: 'influx',
  seeds: async () =>
    [
      '{"error":"partial write: field type conflict: input field \\"usage\\" on measurement \\"cpu\\" is type string, already exists as type float dropped=1"}',
      '{"error":"partial write: points beyond retention policy dropped=2"}',
      `{"error":"unable to parse 'm x=': missing field value\\nunable to parse 'm y': no"}`,
      '{"error":"partial write of line protocol occurred","data":[{"original_line":"x","line_number":2,"error_message":"no"}]}',
      '{"code":"invalid","line":2,"message":"error parsing line 2 (1-based): no\\nerror parsing line 3 (1-based): no"}',
      '{"results":[{"series":[{"name":"cpu","tags":{"school":"s","host":null},"columns":["time","usage"],"values":[[1795000000000,1.5],[1795000000001,null]]}]}]}',
      `Authorization: Token ${SECRET}`,
      'vm_rows_invalid_total{type="influx"} 4\nvm_rows_ignored_total{reason="small_timestamp"} 3\n',
    ].map(bytesOf),
  words: [
    ...['dropped=', '"line_number":', "unable to parse '", 'is type string', 'input field "'],
    ...['beyond retention policy', '999999999', '-1', '\n', SECRET, 'vm_rows_ignored_total{'],
  ],
  feed(bytes) {
    const text = textOf(bytes);
    const told = blame(text, LINES);
    for (const at of told?.at.keys() ?? [])
      promise(Number.isInteger(at) && LINES[at] !== undefined, `blames line ${at} of 3`);
    promise(told?.at.size !== 0, 'blames nobody');
    promise(!clean(text).includes(SECRET), 'a secret is told');
    const rows = droppedRows(text);
    promise(rows === undefined || (Number.isFinite(rows) && rows >= 0), `${rows} rows dropped`);
    try {
      for (const { at } of readAnswer(text, QUERY, clean))
        promise(at.length > 0, 'a series without a point');
    } catch (error) {
      if (!(error instanceof HistoryUnavailable)) throw error;
      promise(error.message.length < 600, `an error of ${error.message.length} characters`);
    }
  },
};
