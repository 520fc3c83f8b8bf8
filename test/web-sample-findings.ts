import { type EpochMs, epochMs, hours, minutes } from '../kit/units.ts';
import type { Finding } from '../standards/finding.ts';

/** Findings as the shipped standards give them: each verdict, each reason, each confidence. */
export function sampleFindings(now: EpochMs): readonly Finding[] {
  const at = epochMs(now - minutes(4));
  const camera03 = finding({
    criterion: 'CAM-03',
    name: { vi: 'Độ phân giải luồng chính', en: 'Resolution of the main stream' },
    standard: 'ubnd-3288-kt-2019',
    source: { document: '3288/UBND-KT', clause: 'chưa đọc được' },
    confidence: 'assumed',
    textChecked: false,
    required: { vi: 'từ 1280 × 720', en: '1280 × 720 or more' },
    remedy: {
      vi: 'Đặt luồng chính từ 1280 × 720 trở lên trong phần cài đặt hình ảnh của camera; camera không hỗ trợ thì đưa vào danh sách nâng cấp.',
      en: 'Set the main stream to 1280 × 720 or more in the camera’s settings; list it for upgrade if it can’t.',
    },
  });
  return [
    finding({
      criterion: 'NET-02',
      group: 'line',
      standard: 'qcvn-34',
      name: { vi: 'Tốc độ tải xuống so với hợp đồng', en: 'Download against the contract' },
      verdict: 'fail',
      observed: 0.608,
      unit: 'ratio',
      required: { vi: 'từ 80 % tốc độ hợp đồng', en: 'at least 80 % of the contract' },
      remedy: {
        vi: 'Gửi kết quả đo 30 ngày cho nhà mạng và yêu cầu khắc phục theo hợp đồng.',
        en: 'Send 30 days of measurements to the provider and ask for repair under the contract.',
      },
      source: { document: 'QCVN 34:2022/BTTTT', clause: 'mục 2.2' },
      confidence: 'reported',
      textChecked: false,
      at: epochMs(now - hours(3)),
    }),
    finding({
      criterion: 'NET-04',
      group: 'line',
      name: { vi: 'Độ trễ trung bình', en: 'Mean latency' },
      observed: 0.0124,
      unit: 's',
      required: { vi: 'không quá 50 ms', en: 'at most 50 ms' },
    }),
    finding({
      criterion: 'NET-01',
      group: 'line',
      name: { vi: 'Có đường truyền cáp quang', en: 'Fibre line' },
      verdict: 'unknown',
      unknown: { reason: 'not_declared', input: 'fibre' },
      observed: undefined,
      required: { vi: 'có', en: 'yes' },
    }),
    finding({
      criterion: 'LAB-05',
      group: 'lab',
      name: { vi: 'Hệ điều hành còn được hỗ trợ', en: 'Supported operating system' },
      verdict: 'fail',
      observed: 'Windows 10',
      required: { vi: '100 % máy còn được hỗ trợ', en: '100 % of machines supported' },
      remedy: {
        vi: 'Nâng cấp lên Windows 11 hoặc thay máy; Windows 10 đã hết hỗ trợ từ 14/10/2025.',
        en: 'Upgrade to Windows 11 or replace the machine; Windows 10 ended on 14 October 2025.',
      },
      confidence: 'reported',
    }),
    finding({
      criterion: 'LAB-02',
      group: 'lab',
      level: 'advanced',
      name: { vi: 'Học sinh trên một máy', en: 'Pupils per machine' },
      verdict: 'not_applicable',
      observed: undefined,
      required: { vi: 'không quá 16', en: 'at most 16' },
    }),
    { ...camera03, verdict: 'fail', observed: 0.667, unit: 'ratio', devices: counts },
    { ...camera03, device: 'cam-01', observed: 1080, unit: 'pixels' },
    { ...camera03, device: 'cam-02', verdict: 'fail', observed: 480, unit: 'pixels' },
    {
      ...camera03,
      device: 'cam-03',
      verdict: 'unknown',
      observed: undefined,
      unknown: { reason: 'too_old', input: 'camera_stream.height' },
    },
    {
      ...camera03,
      criterion: 'CAM-07',
      name: { vi: 'Đồng bộ thời gian', en: 'Clock' },
      verdict: 'unknown',
      unknown: { reason: 'never_measured', input: 'camera.clock_offset_s' },
      observed: undefined,
      required: { vi: 'lệch không quá 60 giây', en: 'off by at most 60 s' },
    },
    finding({
      criterion: 'SEC-01',
      group: 'security',
      name: { vi: 'Camera yêu cầu xác thực', en: 'Cameras ask for a login' },
      observed: true,
      required: { vi: 'mọi camera', en: 'all cameras' },
      confidence: 'reported',
    }),
    finding({
      criterion: 'ORG-01',
      group: 'organisation',
      name: { vi: 'Có lãnh đạo phụ trách CNTT', en: 'A leader is in charge of IT' },
      observed: 'Nguyễn Văn An, QĐ 12/QĐ-THCS',
      required: { vi: 'có quyết định phân công', en: 'named by a decision' },
    }),
  ];

  function finding(changes: Partial<Finding>): Finding {
    return {
      standard: '772-gddt-2020',
      standardVersion: '2026.1',
      textChecked: true,
      criterion: 'CAM-02',
      level: 'basic',
      group: 'camera',
      name: { vi: 'Camera hoạt động', en: 'Camera online' },
      mandatory: true,
      advisory: false,
      device: undefined,
      verdict: 'pass',
      unknown: undefined,
      observed: 1,
      required: { vi: 'từ 95 %', en: 'at least 95 %' },
      unit: '1',
      at,
      source: { document: '772/GDDĐT', clause: 'mục II.2' },
      confidence: 'quoted',
      remedy: { vi: 'Không cần làm gì thêm.', en: 'Nothing to do.' },
      mend: undefined,
      devices: undefined,
      ...changes,
    };
  }
}

const counts = { pass: 1, fail: 1, unknown: 1, not_applicable: 0 } as const;
