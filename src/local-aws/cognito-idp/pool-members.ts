import type { AppClient, UserPool } from "./rows.ts";

type Members = Readonly<Record<string, unknown>>;

/** A pool as DescribeUserPool tells it; times are seconds. */
export function userPoolMembers(pool: UserPool): Members {
  const { minimumLength, requireLowercase, requireUppercase, requireNumbers, requireSymbols, temporaryPasswordValidityDays } = pool.passwordPolicy;
  return {
    Id: pool.id,
    Name: pool.name,
    Arn: pool.arn,
    CreationDate: pool.createdAt / 1000,
    LastModifiedDate: pool.createdAt / 1000,
    MfaConfiguration: pool.mfaConfiguration,
    ...(pool.domain === undefined ? {} : { Domain: pool.domain }),
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    Policies: {
      PasswordPolicy: {
        MinimumLength: minimumLength,
        RequireUppercase: requireUppercase,
        RequireLowercase: requireLowercase,
        RequireNumbers: requireNumbers,
        RequireSymbols: requireSymbols,
        TemporaryPasswordValidityDays: temporaryPasswordValidityDays,
      },
    },
    UsernameConfiguration: { CaseSensitive: false },
  };
}

/** An app client as DescribeUserPoolClient tells it, its secret included; times are seconds. */
export function appClientMembers(client: AppClient): Members {
  return {
    UserPoolId: client.userPoolId,
    ClientName: client.clientName,
    ClientId: client.clientId,
    ...(client.clientSecret === undefined ? {} : { ClientSecret: client.clientSecret }),
    CreationDate: client.createdAt / 1000,
    LastModifiedDate: client.createdAt / 1000,
    RefreshTokenValidity: client.refreshTokenValidity,
    AccessTokenValidity: client.accessTokenValidity,
    IdTokenValidity: client.idTokenValidity,
    TokenValidityUnits: { AccessToken: "seconds", IdToken: "seconds", RefreshToken: "seconds" },
    ExplicitAuthFlows: client.explicitAuthFlows,
    SupportedIdentityProviders: ["COGNITO"],
    CallbackURLs: client.callbackUrls,
    LogoutURLs: client.logoutUrls,
    AllowedOAuthFlows: ["code"],
    AllowedOAuthScopes: client.allowedOAuthScopes,
    AllowedOAuthFlowsUserPoolClient: true,
    PreventUserExistenceErrors: client.preventUserExistenceErrors,
    EnableTokenRevocation: client.enableTokenRevocation,
    ...(client.refreshTokenRotation && { RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 } }),
    AuthSessionValidity: client.authSessionValidity,
  };
}
