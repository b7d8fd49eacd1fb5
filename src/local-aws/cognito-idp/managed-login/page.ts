import { base64, sha256, utf8 } from "#local-aws/protocol/bytes.ts";
import { html, trusted, type Markup } from "./html.ts";

const STYLE = `
:root { color-scheme: light dark; --page: #f4f5f7; --card: #ffffff; --text: #16191f; --muted: #545b64; --line: #7d8998; --action: #0972d3; --on-action: #ffffff; --alert: #a2191f; --alert-back: #fff1f1; }
@media (prefers-color-scheme: dark) { :root { --page: #0f141a; --card: #1b232d; --text: #ebebf0; --muted: #b4b9c2; --line: #8c96a5; --action: #539fe5; --on-action: #0f141a; --alert: #ff9592; --alert-back: #3a1c1e; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 25rem; padding: 2rem; border-radius: 1rem; background: var(--card); box-shadow: 0 0.25rem 1.5rem rgb(0 0 0 / 12%); }
h1 { margin: 0 0 0.25rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0 0 1rem; color: var(--muted); overflow-wrap: anywhere; }
label { display: block; margin: 1rem 0 0.25rem; font-weight: 600; }
input { width: 100%; padding: 0.5rem 0.75rem; border: 2px solid var(--line); border-radius: 0.5rem; background: transparent; color: inherit; font: inherit; }
button { width: 100%; margin-top: 1.5rem; padding: 0.5rem 1.25rem; border: 0; border-radius: 1.25rem; background: var(--action); color: var(--on-action); font: inherit; font-weight: 700; cursor: pointer; }
:focus-visible { outline: 3px solid var(--action); outline-offset: 2px; }
[role="alert"] { margin: 0 0 1rem; padding: 0.75rem 1rem; border-left: 4px solid var(--alert); border-radius: 0.25rem; background: var(--alert-back); color: var(--alert); }
code { display: block; padding: 0.75rem; border: 1px dashed var(--line); border-radius: 0.5rem; color: var(--text); font-size: 1rem; letter-spacing: 0.05em; }
`;

/** Has nothing that is to be escaped: its hash is in the policy. */
const styleSheet = trusted(STYLE);

/** What a page is made of. */
export interface Page {
  readonly title: string;
  readonly body: Markup;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where its form may lead in the end, besides this origin: browsers hold `form-action` against redirects too. */
  readonly formTarget?: string;
}

/** A page without script, which nothing may frame, cache or add to. */
export async function pageResponse({ title, body, status = 200, headers = {}, formTarget }: Page): Promise<Response> {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${styleSheet}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
  const styleHash = base64(await sha256(utf8(STYLE)));
  const formAction = formTarget === undefined ? "'self'" : `'self' ${formTarget}`;
  return new Response(document.text, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
      "x-frame-options": "DENY",
      "x-content-type-options": "nosniff",
      // Not no-referrer: it would make the Origin of the form's own POST "null".
      "referrer-policy": "same-origin",
      "cache-control": "no-store",
      ...headers,
    },
  });
}

/** What a person is shown when there is nobody to redirect to. */
export function errorPage(message: string, status = 400): Promise<Response> {
  return pageResponse({ title: "Sign-in error", status, body: html`<h1>Sign-in error</h1>\n<p role="alert">${message}</p>` });
}

/** Leads the browser on. */
export function redirect(location: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status: 302, headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer", ...headers } });
}
