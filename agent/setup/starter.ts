import { endpointOf, sayEndpoint } from '../../kit/endpoint.ts';

export interface StarterFacts {
  readonly agent: string;
  /** `https://…`, without a slash at its end. */
  readonly collector: string;
  /** Relative to the config file, or absolute. */
  readonly data: string;
  /** The networks this machine stands in: `192.168.1.0/24`. */
  readonly subnets: readonly string[];
}

/** The config of a school that has told nothing yet but where its centre is: complete, and open to the walk-through. */
export function starterConfig({ agent, collector, data, subnets }: StarterFacts): string {
  const url = JSON.stringify(collector);
  return `# Cấu hình của tác nhân hatang tại trường / The hatang agent at a school.
#   hatang agent setup --config TỆP-NÀY     in ra liên kết để khai báo trên trang / prints the link to fill in the rest
#   hatang agent check --config TỆP-NÀY     kiểm tra, nêu mọi lỗi / names every problem
# Mật khẩu không đứng trong tệp này / No secret stands here: \${file:PATH} (chmod 600) or \${env:NAME}.

agent: ${agent}
collector:
  url: ${url}

# Nơi giữ số liệu chờ gửi và mã truy cập; tính từ tệp này / spool and token, relative to this file.
data: ${JSON.stringify(data)}

# Trang tình trạng, chỉ mở trên máy này; \`page: off\` để tắt / the page, on this machine only.
page:
  listen: 127.0.0.1:8481

# Tác nhân chỉ chạm vào các mạng này: mạng của chính máy này lúc ghi danh / the agent touches nothing outside these: this
# machine's own networks when it was enrolled.
${sayReach(subnets)}

# Máy chủ chạy tác nhân / the machine the agent runs on.
server:
  id: server
  name: Máy chủ
  every: 60s

# Đường truyền: đo tới trung tâm / the line, measured to the centre.
uplink:
  id: line
  name: Đường truyền cáp quang
  every: 30s
  probes: 10
  targets:
${sayTarget(collector)}
  bandwidth:
    server: ${url}
    every: 6h
    budget: 1GiB # một ngày, cả hai chiều / a day, both directions
  # Theo dõi từng giây để biết đường truyền, bộ định tuyến hay DNS hỏng / followed by the second.
  watch:
    dns:
      every: 10s

# Hệ thống của ngành theo danh sách năm học; cấp học lấy từ declarations / the systems of the school year.
services:
  every: 5m
  shipped: true
  list: []

# Phòng máy tính / computer labs.
labs:
  listen: off
  rooms: []

# Tài khoản chỉ xem, không phải tài khoản quản trị / accounts that may only look.
cameras:
  every: 60s
  list: []

# Đầu ghi, máy in, bộ định tuyến: mục recorders và machines như trong tệp mẫu / as the sample has them.

# Điều trường tự kê khai vì không đo được / what the school states because it can't be measured.
declarations: {}
`;
}

function sayReach(subnets: readonly string[]): string {
  if (subnets.length === 0)
    return `subnets: []

# Dò camera cần biết mạng: ghi subnets rồi bỏ chữ off / a search needs subnets: name them, then drop the off.
discovery: off`;
  return `subnets:
${subnets.map((subnet) => `  - ${subnet}`).join('\n')}

# Dò camera trong các mạng trên; \`discovery: off\` để tắt / searches them for cameras.
discovery:
  every: 1h`;
}

/** Over the port that is known to be open; the echo answers beside a centre that names its port itself. */
function sayTarget(collector: string): string {
  const { hostname, port, protocol } = new URL(collector);
  const named = endpointOf(`${hostname}:${port}`);
  if (named !== undefined)
    return `    - name: center
      udp_echo: ${JSON.stringify(sayEndpoint(named))}`;
  const web = protocol === 'https:' ? 443 : 80;
  return `    - name: center
      # Nếu trung tâm mở cổng đo UDP thì dùng / where the centre opens its echo port: udp_echo: ${hostname}:8480
      tcp: ${JSON.stringify(`${hostname}:${web}`)}`;
}
