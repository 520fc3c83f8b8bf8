import type { Text } from '../../../kit/text.ts';
import type { CameraAction } from '../../report/camera-standing.ts';

/** Reports on cameras: heads of their tables, and the links to them. */
export const reportWords = {
  upgradePlan: { vi: 'Kế hoạch nâng cấp camera (CSV)', en: 'Camera upgrade plan (CSV)' },
  sharedCameras: {
    vi: 'Camera khu vực công cộng đủ điều kiện chia sẻ (CSV)',
    en: 'Public-zone cameras fit for sharing (CSV)',
  },
  schoolId: { vi: 'Mã trường', en: 'School id' },
  schoolSimulated: { vi: 'Trường mô phỏng', en: 'School simulated' },
  cameraId: { vi: 'Mã camera', en: 'Camera id' },
  camera: { vi: 'Camera', en: 'Camera' },
  cameraSimulated: { vi: 'Camera mô phỏng', en: 'Camera simulated' },
  zone: { vi: 'Khu vực', en: 'Zone' },
  model: { vi: 'Hãng, kiểu', en: 'Make and model' },
  firmware: { vi: 'Phần sụn', en: 'Firmware' },
  result: { vi: 'Kết quả', en: 'Result' },
  action: { vi: 'Việc cần làm', en: 'Action' },
  setting: { vi: 'Cần đặt', en: 'What to set' },
  why: { vi: 'Vì sao (quan sát được → yêu cầu)', en: 'Why (observed → required)' },
  criteria: { vi: 'Tiêu chí chưa đạt', en: 'Criteria failed' },
  met: { vi: 'Tiêu chí', en: 'Criteria' },
  unclear: { vi: 'Điều chưa xác định', en: 'What is unknown' },
  remedy: { vi: 'Cách khắc phục', en: 'Remedy' },
  doubt: { vi: 'Đối chiếu ngưỡng', en: 'Check of the thresholds' },
  at: { vi: 'Thời điểm minh chứng', en: 'Evidence measured at' },
  judged: { vi: 'Số camera', en: 'Cameras' },
  unknown: { vi: 'Không xác định', en: 'Unknown' },
  conformant: { vi: 'Đạt', en: 'Conformant' },
  total: { vi: 'Tổng cộng', en: 'Total' },
  level: { vi: 'Mức', en: 'Level' },
  codec: { vi: 'Chuẩn nén', en: 'Codec' },
  resolution: { vi: 'Độ phân giải', en: 'Resolution' },
  frameRate: { vi: 'Khung hình/giây', en: 'Frames a second' },
  stream: {
    vi: 'Địa chỉ luồng (không kèm tài khoản)',
    en: 'Stream address (without credentials)',
  },
  evidence: { vi: 'Minh chứng', en: 'Evidence' },
  receiver: { vi: 'Nơi nhận', en: 'Receiving centre' },
  reportedOn: { vi: 'Lập lúc', en: 'Made at' },
  publicCameras: { vi: 'Camera khu vực công cộng', en: 'Public-zone cameras' },
  fit: { vi: 'Đủ điều kiện', en: 'Fit' },
  notFit: { vi: 'Chưa đủ điều kiện', en: 'Not fit yet' },
} as const satisfies Readonly<Record<string, Text>>;

export const cameraActions: Readonly<Record<CameraAction, Text>> = {
  set: { vi: 'Đặt lại', en: 'Set' },
  replace: { vi: 'Thay thế', en: 'Replace' },
  check: { vi: 'Kiểm tra tại chỗ', en: 'Check on the spot' },
};
