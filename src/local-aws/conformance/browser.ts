import { ENDPOINT, passwordOf, type UserPoolWorld } from "./cognito-world.ts";

/** A browser in front of managed login, as far as it matters: it keeps cookies, and fills in the forms that it is shown. */
export interface Browser {
  /** What `Set-Cookie` left behind, by name. */
  readonly cookies: Map<string, string>;
  /** Fetches with the cookies, without following redirects. */
  open(url: string, init?: RequestInit): Promise<Response>;
  /** Follows redirects on the endpoint; stops at one that leads elsewhere, and gives its URL back, or the page's HTML. */
  follow(url: string): Promise<Arrival>;
  /** Fills in and sends the form of a page. */
  submit(page: string, fields: Readonly<Record<string, string>>): Promise<Arrival>;
}

/** Where a browser comes to rest: a page of managed login, or the client's own URL. */
export type Arrival = { readonly kind: "page"; readonly status: number; readonly html: string } | { readonly kind: "away"; readonly url: URL };

/** Opens a browser without cookies. */
export function openBrowser(world: UserPoolWorld, endpoint = ENDPOINT): Browser {
  const cookies = new Map<string, string>();
  const open: Browser["open"] = async (url, init = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = new Headers(init.headers);
    if (cookie !== "") headers.set("cookie", cookie);
    const response = await world.request(url, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (line.includes("Max-Age=0")) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  const arrive = async (response: Response): Promise<Arrival> => {
    const location = response.headers.get("location");
    if (location === null) return { kind: "page", status: response.status, html: await response.text() };
    const url = new URL(location, endpoint);
    return url.origin === endpoint ? arrive(await open(url.href)) : { kind: "away", url };
  };
  return {
    cookies,
    open,
    follow: async (url) => arrive(await open(url)),
    submit: async (page, fields) => {
      const action = unescapeHtml(/<form method="post" action="([^"]*)"/.exec(page)?.[1] ?? "");
      const hidden = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name = "", value = ""]) => [name, unescapeHtml(value)]);
      const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...fields }).toString();
      const headers = { "content-type": "application/x-www-form-urlencoded", origin: endpoint };
      return arrive(await open(new URL(action, endpoint).href, { method: "POST", headers, body }));
    },
  };
}

/** Signs a demo user in on the login page that an authorization URL leads to. */
export async function signInAt(browser: Browser, url: string, username: string, password = passwordOf(username)): Promise<Arrival> {
  const page = await browser.follow(url);
  if (page.kind !== "page") throw new Error(`No login page, but ${page.url.href}`);
  return browser.submit(page.html, { username, password });
}

/** The client's URL that a browser arrived at. */
export function away(arrival: Arrival): URL {
  if (arrival.kind !== "away") throw new Error(`Not redirected: ${arrival.status} ${arrival.html}`);
  return arrival.url;
}

/** The page of managed login that a browser arrived at. */
export function page(arrival: Arrival): Extract<Arrival, { kind: "page" }> {
  if (arrival.kind !== "page") throw new Error(`Redirected to ${arrival.url.href}`);
  return arrival;
}

function unescapeHtml(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
