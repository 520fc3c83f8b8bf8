/** What happened, what was kept, what to do; one line, for stderr and the log. */
export function damageMessage(file: string, why: string): string {
  return (
    `database ${file} is damaged (${why}); it was left as it is: hatang restore --from BACKUP, or start with --rebuild / ` +
    `cơ sở dữ liệu bị hỏng, đã giữ nguyên tệp: hatang restore --from BẢN_SAO, hoặc khởi động với --rebuild${aboutFacts(file)}`
  );
}

export function missingMessage(file: string): string {
  return (
    `database ${file} is missing, though there was one; nothing was made in its place: hatang restore --from BACKUP, or start with --rebuild / ` +
    `không thấy tệp cơ sở dữ liệu từng có, chưa tạo tệp mới: hatang restore --from BẢN_SAO, hoặc khởi động với --rebuild${aboutFacts(file)}`
  );
}

/** What agents were told is stored they have dropped: without a backup it is only in the damaged file. */
const aboutFacts = (file: string): string =>
  file.endsWith('facts.db')
    ? '. Không có bản sao / without a backup: --abandon-facts (bắt đầu lại từ trống; số liệu đã nhận chỉ còn trong tệp hỏng / ' +
      'begins empty; what was received is in the damaged file only)'
    : '';
