import { Secret, TOTP } from "otpauth";
import * as oidc from "openid-client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { GetUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { demoPoolUsers, demoUserPool } from "#local-aws/seed.ts";
import { away, openBrowser, page, signInAt, type Browser } from "./browser.ts";
import { CLIENT_ID, ENDPOINT, passwordOf, POOL_ID, startUserPoolWorld, there, type UserPoolWorld } from "./cognito-world.ts";
import { refusal } from "./refusal.ts";
import { CONSOLE_ORIGIN } from "./world.ts";

const REDIRECT_URI = `${CONSOLE_ORIGIN}/callback`;

let world: UserPoolWorld;
let browser: Browser;
beforeEach(async () => {
  world = await startUserPoolWorld();
  browser = openBrowser(world);
});
afterEach(() => {
  vi.useRealTimers();
});

/** openid-client, an implementation of OpenID Connect that nobody here wrote, set up by discovery. */
async function discover(clientId: string = CLIENT_ID, authentication: oidc.ClientAuth = oidc.None()): Promise<oidc.Configuration> {
  vi.useFakeTimers({ toFake: ["Date"], now: world.services.clock.now() });
  const customFetch: oidc.CustomFetch = (url, { method, headers, body }) => world.request(url, { method, headers, body: body as string | null });
  const config = await oidc.discovery(new URL(`${ENDPOINT}/${POOL_ID}`), clientId, undefined, authentication, {
    [oidc.customFetch]: customFetch,
    execute: [oidc.allowInsecureRequests],
  });
  config[oidc.customFetch] = customFetch;
  return config;
}

interface Flow {
  readonly url: URL;
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

async function begin(config: oidc.Configuration, parameters: Record<string, string> = {}): Promise<Flow> {
  const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
  const code_challenge = await oidc.calculatePKCECodeChallenge(verifier);
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: "openid email",
    code_challenge,
    code_challenge_method: "S256",
    state,
    nonce,
    ...parameters,
  });
  return { url, verifier, state, nonce };
}

function finish(config: oidc.Configuration, callback: URL, { verifier, state, nonce }: Flow) {
  return oidc.authorizationCodeGrant(config, callback, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
}

test("discovery, code + PKCE, refresh, userInfo and logout by openid-client", async () => {
  const config = await discover();
  expect(config.serverMetadata().issuer).toBe(`${ENDPOINT}/${POOL_ID}`);
  const flow = await begin(config);
  const callback = away(await signInAt(browser, flow.url.href, "uploader"));
  expect(callback.href.startsWith(`${REDIRECT_URI}?`)).toBe(true);
  const tokens = await finish(config, callback, flow);
  expect(tokens.claims()).toMatchObject({ sub: world.user("uploader").sub, aud: CLIENT_ID, token_use: "id", nonce: flow.nonce, "cognito:groups": ["uploaders"] });

  expect(await oidc.fetchUserInfo(config, tokens.access_token, world.user("uploader").sub)).toEqual({
    sub: world.user("uploader").sub,
    email: "uploader@example.com",
    email_verified: "true",
    username: "uploader",
  });
  const refreshed = await oidc.refreshTokenGrant(config, there(tokens.refresh_token));
  expect(refreshed.refresh_token).toBeUndefined();
  expect(refreshed.claims()?.sub).toBe(world.user("uploader").sub);

  const out = oidc.buildEndSessionUrl(config, { logout_uri: `${CONSOLE_ORIGIN}/` });
  expect(away(await browser.follow(out.href)).href).toBe(`${CONSOLE_ORIGIN}/`);
  expect(page(await browser.follow((await begin(config)).url.href)).html).toContain('name="password"');
});

test("a browser that is signed in is not asked again, for an hour, unless prompt says so", async () => {
  const config = await discover();
  await signInAt(browser, (await begin(config)).url.href, "auditor");
  const again = await begin(config);
  expect((await finish(config, away(await browser.follow(again.url.href)), again)).claims()?.["cognito:username"]).toBe("auditor");
  expect(page(await browser.follow((await begin(config, { prompt: "login" })).url.href)).status).toBe(200);
  world.advance(3_600_000);
  expect(page(await browser.follow((await begin(config)).url.href)).status).toBe(200);
  const silent = await begin(config, { prompt: "none" });
  expect(away(await browser.follow(silent.url.href)).searchParams.get("error")).toBe("login_required");
});

test("a disabled user's browser session is good no more", async () => {
  const config = await discover();
  await signInAt(browser, (await begin(config)).url.href, "auditor");
  await world.changeUser("auditor", { enabled: false });
  expect(page(await browser.follow((await begin(config)).url.href)).html).toContain('name="password"');
});

test("a client with a secret proves it by Basic or in the form, and not otherwise", async () => {
  const { confidentialClientId: id, confidentialClientSecret: secret } = demoUserPool;
  for (const authentication of [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)]) {
    const config = await discover(id, authentication);
    const flow = await begin(config);
    const callback = away(await signInAt(openBrowser(world), flow.url.href, "auditor"));
    expect((await finish(config, callback, flow)).claims()?.aud).toBe(id);
  }
  for (const authentication of [oidc.None(), oidc.ClientSecretBasic("wrong"), oidc.ClientSecretPost("wrong")]) {
    const config = await discover(id, authentication);
    const flow = await begin(config);
    const callback = away(await signInAt(openBrowser(world), flow.url.href, "auditor"));
    await expect(finish(config, callback, flow)).rejects.toMatchObject({ error: "invalid_client", status: 400 });
  }
});

test("a code is good once: its second use also ends the tokens of the first", async () => {
  const config = await discover();
  const flow = await begin(config);
  const callback = away(await signInAt(browser, flow.url.href, "uploader"));
  const tokens = await finish(config, callback, flow);
  await expect(finish(config, callback, flow)).rejects.toMatchObject({ error: "invalid_grant" });
  await expect(oidc.refreshTokenGrant(config, there(tokens.refresh_token))).rejects.toMatchObject({
    error: "invalid_grant",
    error_description: "Refresh Token has been revoked",
  });
});

test("a code is not good after five minutes, with another verifier, for another client or another redirect URI", async () => {
  const config = await discover();
  const callbackOf = async (flow: Flow): Promise<URL> => away(await signInAt(openBrowser(world), flow.url.href, "uploader"));
  const flow = await begin(config);
  const callback = await callbackOf(flow);
  await expect(finish(config, callback, { ...flow, verifier: oidc.randomPKCECodeVerifier() })).rejects.toMatchObject({ error: "invalid_grant" });
  await expect(finish(config, callback, flow)).rejects.toMatchObject({ error: "invalid_grant" });

  const second = await begin(config);
  const other = await discover(demoUserPool.confidentialClientId, oidc.ClientSecretBasic(demoUserPool.confidentialClientSecret));
  const secondCallback = await callbackOf(second);
  await expect(finish(other, secondCallback, second)).rejects.toMatchObject({ error: "invalid_grant" });
  const elsewhere = new URL(secondCallback.href.replace("/callback?", "/sign-in?"));
  await expect(finish(config, elsewhere, second)).rejects.toMatchObject({ error: "invalid_grant" });

  const third = await begin(config);
  const thirdCallback = await callbackOf(third);
  world.advance(300_000);
  await expect(finish(await discover(), thirdCallback, third)).rejects.toMatchObject({ error: "invalid_grant" });
});

test("a client that checks state and nonce notices what was tampered with", async () => {
  const config = await discover();
  const flow = await begin(config);
  const callback = away(await signInAt(browser, flow.url.href, "uploader"));
  expect(callback.searchParams.get("state")).toBe(flow.state);
  await expect(finish(config, callback, { ...flow, state: "other" })).rejects.toThrow("invalid response encountered");
  const again = await begin(config);
  await expect(finish(config, away(await browser.follow(again.url.href)), { ...again, nonce: "other" })).rejects.toThrow("unexpected JWT claim value encountered");
});

test.each([
  ["a foreign redirect URI", { redirect_uri: "https://evil.example/callback" }],
  ["a redirect URI that only begins like one of the client's", { redirect_uri: `${REDIRECT_URI}/../evil` }],
  ["a redirect URI with a query added", { redirect_uri: `${REDIRECT_URI}?next=1` }],
  ["an unknown client", { client_id: "nobody" }],
])("%s is told to the person, and redirected to nobody", async (_, parameters) => {
  const { url } = await begin(await discover(), parameters);
  for (const path of [url.href, url.href.replace("/oauth2/authorize", "/login")]) expect(page(await browser.follow(path)).status).toBe(400);
});

test.each([
  ["unsupported_response_type", { response_type: "token" }],
  ["unsupported_response_type", { response_type: "code token" }],
  ["invalid_request", { code_challenge_method: "plain" }],
  ["invalid_request", { code_challenge: "short" }],
  ["invalid_request", { code_challenge: "" }],
  ["invalid_scope", { scope: "openid phone" }],
  ["invalid_scope", { scope: "email" }],
])("%s goes back to the client with its state: %j", async (error, parameters) => {
  const flow = await begin(await discover(), parameters);
  const { searchParams } = away(await browser.follow(flow.url.href));
  expect([searchParams.get("error"), searchParams.get("state"), searchParams.get("code")]).toEqual([error, flow.state, null]);
});

test("a parameter that is given twice is refused", async () => {
  const flow = await begin(await discover());
  expect(away(await browser.follow(`${flow.url.href}&scope=openid`)).searchParams.get("error")).toBe("invalid_request");
});

test("a wrong password is told on the form, and nobody is signed in", async () => {
  const { url } = await begin(await discover());
  for (const username of ["uploader", "nobody"]) {
    const again = page(await signInAt(browser, url.href, username, "Wrong-password-1"));
    expect(again.status).toBe(200);
    expect(again.html).toContain('<p role="alert">Incorrect username or password.</p>');
    expect(again.html).toContain(`value="${username}"`);
    expect(again.html).not.toContain("Wrong-password-1");
  }
  expect(browser.cookies.has("cognito")).toBe(false);
});

test("what a person types comes back escaped", async () => {
  const { url } = await begin(await discover());
  const again = page(await signInAt(browser, url.href, `"><script>alert(1)</script>`, "Wrong-password-1"));
  expect(again.html).not.toContain("<script");
  expect(again.html).toContain("&quot;&gt;&lt;script&gt;");
});

test("a temporary password is changed on the way", async () => {
  const config = await discover();
  const flow = await begin(config);
  const step = page(await signInAt(browser, flow.url.href, "newcomer"));
  expect(step.html).toContain("Choose a new password");
  const mismatch = page(await browser.submit(step.html, { new_password: "A-new-password-1", confirm_password: "A-new-password-2" }));
  expect(mismatch.html).toContain("The two passwords are not the same.");
  const weak = page(await browser.submit(mismatch.html, { new_password: "short", confirm_password: "short" }));
  expect(weak.html).toContain("Password did not conform with policy: Password not long enough");
  const callback = away(await browser.submit(weak.html, { new_password: "A-new-password-1", confirm_password: "A-new-password-1" }));
  expect((await finish(config, callback, flow)).claims()?.["cognito:username"]).toBe("newcomer");
  expect(world.user("newcomer").status).toBe("CONFIRMED");
});

test("a code of the authenticator is asked, and a wrong one again", async () => {
  const config = await discover();
  const flow = await begin(config);
  const secret = Secret.fromBase32(there(there(demoPoolUsers.find((user) => user.softwareTokenSecret)).softwareTokenSecret));
  const code = TOTP.generate({ secret, timestamp: world.services.clock.now() });
  const step = page(await signInAt(browser, flow.url.href, "totp-uploader"));
  const wrong = page(await browser.submit(step.html, { code: code === "000000" ? "111111" : "000000" }));
  expect(wrong.html).toContain("Invalid code received for user");
  expect((await finish(config, away(await browser.submit(wrong.html, { code })), flow)).claims()?.["cognito:username"]).toBe("totp-uploader");
});

test("a pool that demands a second factor lets it be set up on the way", async () => {
  await world.changePool({ mfaConfiguration: "ON" });
  const config = await discover();
  const flow = await begin(config);
  const step = page(await signInAt(browser, flow.url.href, "auditor"));
  const secret = Secret.fromBase32(there(/<code>([A-Z2-7]+)<\/code>/.exec(step.html)?.[1]));
  const code = TOTP.generate({ secret, timestamp: world.services.clock.now() });
  const wrong = page(await browser.submit(step.html, { code: code === "000000" ? "111111" : "000000" }));
  expect(wrong.html).toContain(secret.base32);
  expect((await finish(config, away(await browser.submit(wrong.html, { code })), flow)).claims()?.["cognito:username"]).toBe("auditor");
});

test("a form that does not prove where it is from signs nobody in", async () => {
  const { url } = await begin(await discover());
  const form = page(await browser.follow(url.href));
  const credentials = { username: "uploader", password: passwordOf("uploader") };
  expect(page(await browser.submit(form.html, { ...credentials, _csrf: "forged" })).status).toBe(403);
  expect(page(await openBrowser(world).submit(form.html, credentials)).status).toBe(403);
  const action = url.href.replace("/oauth2/authorize", "/login");
  const body = new URLSearchParams({ ...credentials, _csrf: there(browser.cookies.get("XSRF-TOKEN")), step: "password" }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded", origin: "https://evil.example" };
  expect((await browser.open(action, { method: "POST", headers, body })).status).toBe(403);
  expect((await browser.open(action, { method: "POST", headers: { ...headers, origin: ENDPOINT }, body })).status).toBe(302);
});

test("pages may not be framed, cached or given script; cookies are out of reach of script", async () => {
  const { url } = await begin(await discover());
  const form = await browser.open(url.href.replace("/oauth2/authorize", "/login"));
  expect(Object.fromEntries(form.headers)).toMatchObject({ "x-frame-options": "DENY", "cache-control": "no-store", "x-content-type-options": "nosniff" });
  const policy = there(form.headers.get("content-security-policy") ?? undefined);
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' http:\/\/localhost:4173; base-uri 'none'; frame-ancestors 'none'$/);
  expect(form.headers.get("set-cookie")).toMatch(/^XSRF-TOKEN=[\w-]{32}; Path=\/_cognito\/keyseal-demo; HttpOnly; SameSite=Strict$/);
  expect(form.headers.get("access-control-allow-origin")).toBeNull();
});

test("under TLS the issuer and the endpoints are https, and cookies are Secure", async () => {
  const secure = ENDPOINT.replace("http:", "https:");
  const { issuer, token_endpoint: tokenEndpoint }: { issuer: string; token_endpoint: string } = await (await world.request(`${secure}/${POOL_ID}/.well-known/openid-configuration`)).json();
  expect([issuer, tokenEndpoint]).toEqual([`${secure}/${POOL_ID}`, `${secure}/_cognito/keyseal-demo/oauth2/token`]);
  const { url } = await begin(await discover());
  const form = await world.request(url.href.replace("http:", "https:").replace("/oauth2/authorize", "/login"));
  expect(form.headers.get("set-cookie")).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
});

test("the pool's own host serves the same, and its tokens are of the same issuer", async () => {
  const config = await discover();
  const flow = await begin(config);
  const onHost = `http://${demoUserPool.domain}.auth.us-east-1.localhost:4566`;
  const hostBrowser = openBrowser(world, onHost);
  const url = flow.url.href.replace(`${ENDPOINT}/_cognito/keyseal-demo`, onHost);
  const callback = away(await signInAt(hostBrowser, url, "uploader"));
  const form = { grant_type: "authorization_code", client_id: CLIENT_ID, code: there(callback.searchParams.get("code") ?? undefined), redirect_uri: REDIRECT_URI, code_verifier: flow.verifier };
  const answer = await world.request(`${onHost}/oauth2/token`, { method: "POST", body: new URLSearchParams(form) });
  const { id_token: idToken }: { id_token: string } = await answer.json();
  expect(JSON.parse(Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString())).toMatchObject({ iss: `${ENDPOINT}/${POOL_ID}`, nonce: flow.nonce });
  expect((await world.request(`http://${demoUserPool.domain}.auth.eu-west-1.localhost:4566/login`)).status).toBe(404);
  expect((await world.request(`http://nobody.auth.us-east-1.localhost:4566/login`)).status).toBe(404);
});

test("scripts of any origin may call the token endpoints and read the public documents, and not the pages", async () => {
  const preflight = { method: "OPTIONS", headers: { origin: CONSOLE_ORIGIN, "access-control-request-method": "POST", "access-control-request-headers": "content-type" } };
  const at = (path: string): string => `${ENDPOINT}/_cognito/keyseal-demo${path}`;
  for (const path of ["/oauth2/token", "/oauth2/revoke", "/oauth2/userInfo"]) {
    const answer = await world.request(at(path), preflight);
    expect([answer.status, answer.headers.get("access-control-allow-origin"), answer.headers.get("access-control-allow-headers")]).toEqual([200, "*", "content-type"]);
  }
  for (const path of ["/login", "/oauth2/authorize", "/logout"]) {
    expect((await world.request(at(path), preflight)).headers.get("access-control-allow-origin")).toBeNull();
  }
  for (const document of ["jwks.json", "openid-configuration"]) {
    const answer = await world.request(`${ENDPOINT}/${POOL_ID}/.well-known/${document}`, { headers: { origin: CONSOLE_ORIGIN } });
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
  }
  expect((await world.request(`${ENDPOINT}/us-east-1_Nobody/.well-known/jwks.json`)).status).toBe(404);
});

test("revoke ends a refresh token; another client's and an access token are refused", async () => {
  const config = await discover();
  const flow = await begin(config, { scope: "openid aws.cognito.signin.user.admin" });
  const tokens = await finish(config, away(await signInAt(browser, flow.url.href, "uploader")), flow);
  await world.cognito().send(new GetUserCommand({ AccessToken: tokens.access_token }));
  await expect(oidc.tokenRevocation(config, tokens.access_token)).rejects.toMatchObject({ error: "unsupported_token_type" });
  const other = await discover(demoUserPool.confidentialClientId, oidc.ClientSecretBasic(demoUserPool.confidentialClientSecret));
  await expect(oidc.tokenRevocation(other, there(tokens.refresh_token))).rejects.toMatchObject({ error: "unauthorized_client" });
  await oidc.tokenRevocation(config, there(tokens.refresh_token));
  await expect(oidc.refreshTokenGrant(config, there(tokens.refresh_token))).rejects.toMatchObject({ error: "invalid_grant" });
  await expect(oidc.fetchUserInfo(config, tokens.access_token, oidc.skipSubjectCheck)).rejects.toMatchObject({ status: 401 });
});

test("tokens without the user's own scope ask nothing of the API, and without openid no userInfo", async () => {
  const config = await discover();
  const flow = await begin(config, { scope: "openid" });
  const tokens = await finish(config, away(await signInAt(browser, flow.url.href, "uploader")), flow);
  expect(await refusal(world.cognito().send(new GetUserCommand({ AccessToken: tokens.access_token })))).toEqual({
    name: "NotAuthorizedException",
    message: "Access Token does not have required scopes",
    status: 400,
  });
  const plain = await begin(config, { scope: "aws.cognito.signin.user.admin" });
  const answer = await oidc.authorizationCodeGrant(config, away(await browser.follow(plain.url.href)), { pkceCodeVerifier: plain.verifier, expectedState: plain.state });
  expect(answer.id_token).toBeUndefined();
  expect((await world.request(`${ENDPOINT}/_cognito/keyseal-demo/oauth2/userInfo`, { headers: { authorization: `Bearer ${answer.access_token}` } })).status).toBe(401);
});

test("logout leads only to the client's own URLs", async () => {
  const at = (query: string): Promise<Response> => world.request(`${ENDPOINT}/_cognito/keyseal-demo/logout?${query}`);
  const foreign = await at(`client_id=${CLIENT_ID}&logout_uri=${encodeURIComponent("https://evil.example/")}`);
  expect([foreign.status, foreign.headers.get("location"), foreign.headers.get("set-cookie")]).toEqual([400, null, null]);
  expect((await at(`client_id=${CLIENT_ID}`)).status).toBe(400);
  const again = await at(`client_id=${CLIENT_ID}&response_type=code&redirect_uri=${encodeURIComponent(REDIRECT_URI)}&state=s`);
  expect(again.headers.get("location")).toMatch(/^\/_cognito\/keyseal-demo\/login\?client_id=/);
  expect(again.headers.get("set-cookie")).toMatch(/^cognito=; .*Max-Age=0/);
});

test.each([
  ["a user name that no row could have", { username: "x".repeat(100_000), password: "x" }],
  ["a session that no row could have", { step: "totp", session: "x".repeat(100_000), code: "123456" }],
  ["no fields", {}],
  ["an unknown step", { step: "other" }],
])("%s is answered as any mistake", async (_, fields) => {
  const { url } = await begin(await discover());
  const form = page(await browser.follow(url.href));
  const again = page(await browser.submit(form.html, { username: "", password: "", ...fields }));
  expect([again.status, again.html.includes('role="alert"')]).toEqual([200, true]);
});

test("cookies, tokens and parameters that nobody here made are of no effect", async () => {
  const at = (path: string, init?: RequestInit): Promise<Response> => world.request(`${ENDPOINT}/_cognito/keyseal-demo${path}`, init);
  const { url } = await begin(await discover());
  for (const cookie of ["cognito=x", "cognito=a.b.c.d.e", "cognito", "=;;=", `cognito=${"x".repeat(5000)}`]) {
    expect((await world.request(url.href, { headers: { cookie } })).headers.get("location")).toMatch(/^\/_cognito\/keyseal-demo\/login\?/);
  }
  for (const token of ["x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJpc3MiOiIvdXMtZWFzdC0xX0tleXNlYWxETSJ9."]) {
    expect((await at("/oauth2/userInfo", { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  }
  expect((await at("/oauth2/userInfo")).status).toBe(401);
  const post = (fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> => at("/oauth2/token", { method: "POST", headers, body: new URLSearchParams(fields) });
  const errorOf = async (answer: Promise<Response>): Promise<string> => {
    const { error }: { error: string } = await (await answer).json();
    return error;
  };
  expect(await errorOf(post({}))).toBe("invalid_request");
  expect(await errorOf(post({ grant_type: "password" }))).toBe("unsupported_grant_type");
  expect(await errorOf(post({ grant_type: "authorization_code", client_id: "x".repeat(5000) }))).toBe("invalid_client");
  expect(await errorOf(post({ grant_type: "authorization_code", client_id: CLIENT_ID }))).toBe("invalid_request");
  const exchange = { grant_type: "authorization_code", client_id: CLIENT_ID, redirect_uri: REDIRECT_URI, code_verifier: "x".repeat(43) };
  expect(await errorOf(post({ ...exchange, code: "x".repeat(100_000) }))).toBe("invalid_grant");
  for (const authorization of ["Basic", "Basic !", `Basic ${btoa("%:%")}`, "Bearer x"]) expect(await errorOf(post(exchange, { authorization }))).toBe("invalid_client");
  expect((await at("/oauth2/token")).status).toBe(405);
  expect((await at("/nothing")).status).toBe(404);
});
