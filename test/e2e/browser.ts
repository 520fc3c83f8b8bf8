/** As much of a collector as a browser needs. */
type Calling = (
  path: string,
  options: {
    readonly token?: undefined;
    readonly body?: string;
    readonly headers: Readonly<Record<string, string>>;
  },
) => Promise<Response>;

/** A browser in small: keeps cookies, and sends each form with the token of the page it stood on. */
export function browser(collector: { readonly call: Calling }) {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const visit = async (path: string, fields?: Readonly<Record<string, string>>) => {
    const body = fields === undefined ? {} : { body: new URLSearchParams(fields).toString() };
    const answer = await collector.call(path, {
      ...body,
      token: undefined,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Cookie: cookie() },
    });
    for (const given of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(given) ?? [];
      if (name !== undefined) cookies.set(name, value ?? '');
    }
    return answer;
  };
  return {
    visit,
    cookie,
    /** Sends the form of a page, to the page itself or where the form says. */
    async submit(path: string, fields: Readonly<Record<string, string>>, action = path) {
      const page = await (await visit(path)).text();
      const csrf = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
      return await visit(action, { ...fields, _csrf: csrf });
    },
  };
}
