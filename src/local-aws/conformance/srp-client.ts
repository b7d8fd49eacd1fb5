import { AuthenticationDetails, CognitoUser, CognitoUserPool, type CognitoUserSession, type ICognitoStorage } from "amazon-cognito-identity-js";
import { vi } from "vitest";
import { CLIENT_ID, ENDPOINT, POOL_ID, type UserPoolWorld } from "./cognito-world.ts";

/** How a sign-in by amazon-cognito-identity-js came to rest. */
type SrpOutcome =
  | { readonly kind: "signed-in"; readonly session: CognitoUserSession }
  | { readonly kind: "failed"; readonly code: string; readonly message: string }
  | { readonly kind: "new-password-required"; readonly attributes: Readonly<Record<string, string>> }
  | { readonly kind: "totp-required" | "mfa-setup" };

/** AWS's own browser client, one user of it. */
export interface SrpClient {
  /** USER_SRP_AUTH, or USER_PASSWORD_AUTH. */
  signIn(password: string, flow?: "USER_SRP_AUTH" | "USER_PASSWORD_AUTH"): Promise<SrpOutcome>;
  completeNewPassword(password: string): Promise<SrpOutcome>;
  sendTotp(code: string): Promise<SrpOutcome>;
  refresh(): Promise<SrpOutcome>;
  readonly user: CognitoUser;
}

/** A client for a user name. Its `fetch` goes into the world, and its clock is the world's. */
export function srpClient(world: UserPoolWorld, username: string): SrpClient {
  vi.stubGlobal("fetch", (url: string, init?: RequestInit) => world.fetch(new Request(url, { ...init, mode: undefined })));
  vi.useFakeTimers({ toFake: ["Date"], now: world.services.clock.now() });
  const pool = new CognitoUserPool({ UserPoolId: POOL_ID, ClientId: CLIENT_ID, endpoint: ENDPOINT, Storage: memoryStorage() });
  const user = new CognitoUser({ Username: username, Pool: pool, Storage: memoryStorage() });
  return {
    user,
    signIn: (password, flow = "USER_SRP_AUTH") => {
      user.setAuthenticationFlowType(flow);
      return outcome((callbacks) => user.authenticateUser(new AuthenticationDetails({ Username: username, Password: password }), callbacks));
    },
    completeNewPassword: (password) => outcome((callbacks) => user.completeNewPasswordChallenge(password, {}, callbacks)),
    sendTotp: (code) => outcome((callbacks) => user.sendMFACode(code, callbacks, "SOFTWARE_TOKEN_MFA")),
    refresh: () =>
      outcome(({ onSuccess, onFailure }) => {
        const session = user.getSignInUserSession();
        if (session === null) throw new Error("Nobody is signed in");
        user.refreshSession(session.getRefreshToken(), (error: unknown, refreshed: CognitoUserSession) => (error ? onFailure(error) : onSuccess(refreshed)));
      }),
  };
}

interface Callbacks {
  readonly onSuccess: (session: CognitoUserSession) => void;
  readonly onFailure: (error: unknown) => void;
  readonly newPasswordRequired: (attributes: Record<string, string>) => void;
  readonly totpRequired: () => void;
  readonly mfaSetup: () => void;
}

function outcome(begin: (callbacks: Callbacks) => void): Promise<SrpOutcome> {
  return new Promise((resolve) => {
    begin({
      onSuccess: (session) => resolve({ kind: "signed-in", session }),
      onFailure: (error) => resolve({ kind: "failed", code: textOf(error, "code"), message: textOf(error, "message") }),
      newPasswordRequired: (attributes) => resolve({ kind: "new-password-required", attributes }),
      totpRequired: () => resolve({ kind: "totp-required" }),
      mfaSetup: () => resolve({ kind: "mfa-setup" }),
    });
  });
}

function textOf(error: unknown, name: string): string {
  return typeof error === "object" && error !== null && name in error ? String(Reflect.get(error, name)) : "";
}

function memoryStorage(): ICognitoStorage {
  const items = new Map<string, string>();
  return {
    setItem: (key, value) => void items.set(key, value),
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}
