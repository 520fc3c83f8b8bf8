import type { Text } from '../../../kit/text.ts';
import type { ContactRefusal } from '../../access/contact-desk.ts';
import type { Duty } from '../../alert/rule.ts';
import type { AtOnce } from '../../notify/recipients/contact.ts';

/** The page that says who gets mail. */
export const contactWords = {
  title: { vi: 'Người nhận thư', en: 'Contacts' },
  lead: {
    vi: 'Thư báo sự cố của một trường gửi cho người nhận của trường đó và của các cấp trên trường. Mỗi địa chỉ chỉ nhận một thư cho mỗi sự cố.',
    en: 'Mail about a school goes to the contacts of the school and of the units above it. Each address gets one mail for each incident.',
  },
  caption: { vi: 'Ai nhận thư gì', en: 'Who gets what' },
  none: { vi: 'Chưa có người nhận nào.', en: 'No contacts yet.' },
  who: { vi: 'Người nhận', en: 'Contact' },
  unit: { vi: 'Đơn vị', en: 'Unit' },
  everyone: { vi: 'Tất cả các trường', en: 'All schools' },
  someSchools: { vi: 'Một số trường', en: 'Some schools' },
  duty: { vi: 'Vai trò', en: 'Duty' },
  atOnce: { vi: 'Báo ngay', en: 'Told at once' },
  digests: { vi: 'Bản tin', en: 'Digests' },
  daily: { vi: 'hằng ngày (sáng và chiều)', en: 'daily (morning and afternoon)' },
  weekly: { vi: 'hằng tuần', en: 'weekly' },
  noDigest: { vi: 'không', en: 'none' },
  state: { vi: 'Trạng thái', en: 'State' },
  fine: { vi: 'Đang nhận', en: 'Active' },
  bounced: { vi: 'Thư bị trả lại', en: 'Mail came back' },
  bouncedHint: {
    vi: 'Trong 30 ngày qua có thư gửi tới địa chỉ này bị trả lại. Anh/chị hãy kiểm tra địa chỉ.',
    en: 'Within 30 days a mail to this address came back. Check the address.',
  },
  notOfficial: { vi: 'Không phải địa chỉ công vụ', en: 'Not an official address' },
  notOfficialHint: {
    vi: 'Tên miền của địa chỉ này không nằm trong danh sách được phép nên không có thư nào được gửi tới đó.',
    en: 'The domain of this address is not on the list of those allowed, so no mail goes there.',
  },
  keptOnly: {
    vi: 'Trung tâm chưa khai máy chủ thư: thư chỉ được lưu thành tệp ở trung tâm, không gửi đi.',
    en: 'The collector has no mail server: mails are only kept as files there, and none is sent.',
  },
  inConfig: { vi: 'trong tệp cấu hình', en: 'in the config file' },
  change: { vi: 'Sửa', en: 'Change' },
  add: { vi: 'Thêm người nhận', en: 'Add a contact' },
  save: { vi: 'Lưu', en: 'Save' },
  saved: { vi: 'Đã lưu.', en: 'Saved.' },
  removed: { vi: 'Đã bỏ người nhận. Có hiệu lực ngay.', en: 'The contact is removed, at once.' },
  tested: {
    vi: 'Đã xếp một thư thử vào hàng chờ gửi. Nếu sau vài phút chưa thấy thư, anh/chị hãy kiểm tra địa chỉ hoặc hỏi quản trị viên.',
    en: 'A test mail is queued. If it has not come in a few minutes, check the address or ask the administrator.',
  },
  address: { vi: 'Địa chỉ thư', en: 'Mail address' },
  name: { vi: 'Họ tên (không bắt buộc)', en: 'Name (optional)' },
  unitId: { vi: 'Mã đơn vị hoặc mã trường', en: 'Unit or school id' },
  unitHintAdmin: {
    vi: 'Mã xã, phường, thành phố hoặc mã trường. Để trống: nhận thư của tất cả các trường.',
    en: 'Id of a ward, district, city or school. Empty: mail of all schools.',
  },
  unitHint: {
    vi: 'Mã của đơn vị anh/chị quản lý hoặc của trường thuộc đơn vị đó.',
    en: 'Id of the unit you look after, or of a school below it.',
  },
  language: { vi: 'Ngôn ngữ của thư', en: 'Language of the mail' },
  getsDigests: { vi: 'Bản tin tổng hợp', en: 'Digests' },
  back: { vi: 'Về danh sách người nhận', en: 'Back to the contacts' },
  test: { vi: 'Gửi thư thử', en: 'Send a test mail' },
  remove: { vi: 'Bỏ người nhận này', en: 'Remove this contact' },
  removeLead: {
    vi: 'Địa chỉ này không nhận thư nào của đơn vị nữa.',
    en: 'The address gets no more mail of the unit.',
  },
  uncovered: { vi: 'Trường chưa có ai nhận thư', en: 'Schools nobody hears of' },
  uncoveredLead: {
    vi: 'Khi các trường này gặp sự cố sẽ không có thư nào được gửi. Anh/chị hãy thêm người nhận cho trường hoặc cho đơn vị quản lý.',
    en: 'When something breaks at these schools no mail is sent. Add a contact for the school, or for a unit above it.',
  },
  more: { vi: 'Còn nữa, chỉ hiện một phần.', en: 'There are more than are shown.' },
  nobodyHere: {
    vi: 'Chưa có ai nhận thư báo sự cố của trường này.',
    en: 'Nobody gets mail when something breaks at this school.',
  },
  aboveHere: {
    vi: 'Trường chưa có người nhận thư riêng; thư báo sự cố đang gửi cho đơn vị cấp trên.',
    en: 'The school has no contact of its own; mail goes to the units above it.',
  },
  addHere: { vi: 'Thêm người nhận', en: 'Add a contact' },
} as const satisfies Readonly<Record<string, Text>>;

export const dutyNames: Readonly<Record<Duty, Text>> = {
  technical: { vi: 'Phụ trách CNTT', en: 'Technical' },
  leader: { vi: 'Lãnh đạo', en: 'Leader' },
  officer: { vi: 'Cán bộ theo dõi', en: 'Officer' },
};

export const atOnceNames: Readonly<Record<AtOnce, Text>> = {
  info: { vi: 'mọi sự cố', en: 'every incident' },
  warning: { vi: 'cảnh báo và nghiêm trọng', en: 'warnings and critical ones' },
  critical: { vi: 'chỉ sự cố nghiêm trọng', en: 'critical ones only' },
  never: { vi: 'không, chỉ bản tin', en: 'never, digests only' },
};

export const contactProblems: Readonly<Record<ContactRefusal | 'bad_form', Text>> = {
  unknown: {
    vi: 'Không có người nhận này trong phạm vi anh/chị quản lý. Không có gì bị thay đổi.',
    en: 'There is no such contact among those you look after. Nothing was changed.',
  },
  not_allowed: {
    vi: 'Đơn vị này nằm ngoài phạm vi anh/chị quản lý. Không có gì bị thay đổi.',
    en: 'This unit is outside what you look after. Nothing was changed.',
  },
  no_such_unit: {
    vi: 'Không có đơn vị hay trường nào mang mã này. Không có gì bị thay đổi.',
    en: 'There is no unit or school of this id. Nothing was changed.',
  },
  not_official: {
    vi: 'Chỉ gửi thư tới địa chỉ thư công vụ. Các tên miền được phép:',
    en: 'Mail goes to official addresses alone. Domains allowed:',
  },
  address_taken: {
    vi: 'Đơn vị đã có người nhận với địa chỉ này.',
    en: 'The unit has a contact of this address.',
  },
  too_many: {
    vi: 'Đơn vị đã có 50 người nhận, là số tối đa. Anh/chị hãy bỏ bớt người nhận không còn dùng. Không có gì bị thay đổi.',
    en: 'The unit has 50 contacts, which is the most. Remove those of no use any more. Nothing was changed.',
  },
  bad_form: {
    vi: 'Cần một địa chỉ thư như an@hcm.edu.vn; họ tên tối đa 100 ký tự. Không có gì bị thay đổi.',
    en: 'A mail address such as an@hcm.edu.vn is needed, a name takes at most 100 characters. Nothing was changed.',
  },
};

export const uncoveredSchools = (count: string): Text => ({
  vi: `${count} trường chưa có ai nhận thư báo sự cố`,
  en: `${count} school(s) with nobody to mail when something breaks`,
});

/** The mail that tells nothing but that it came. */
export const testMailWords = {
  subject: { vi: 'Thư thử của hatang', en: 'Test mail of hatang' },
  body: {
    vi: 'Đây là thư thử. Nhận được thư này nghĩa là thư báo sự cố sẽ tới được địa chỉ của anh/chị. Anh/chị không cần làm gì.',
    en: 'This is a test. That it came means that mail about incidents will reach this address. There is nothing to do.',
  },
} as const satisfies Readonly<Record<string, Text>>;
