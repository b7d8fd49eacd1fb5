import { useQuery } from "@tanstack/react-query";
import Box from "@cloudscape-design/components/box";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { accountOf } from "#domain/credentials.ts";
import { parseKeyReference, type KeyRotation } from "#domain/kms-key.ts";
import { formatDateTime } from "#domain/format.ts";
import { CellQuery, NotApplicable } from "#components/cell-query.tsx";
import { CopyValue } from "#components/copy-value.tsx";
import { KeyStateIndicator } from "#components/key-details.tsx";
import { ResourceName } from "#components/resource-name.tsx";
import { kmsKey, kmsKeys, keyRotation } from "#queries/keys.ts";
import { useKmsApi } from "#components/use-kms-api.tsx";
import { useSession } from "#session/session-context.tsx";

/**
 * The KMS key of an object, as far as KMS tells: aliases, description and rotation are three questions, each of which may be refused
 * on its own. A key of another account answers few of them.
 */
export function KeyPanel({ keyArn }: { readonly keyArn: string }) {
  const session = useSession();
  const reference = parseKeyReference(keyArn);
  const kms = useKmsApi(reference !== undefined && "region" in reference ? reference.region : session.region);
  return kms.offered ? <DescribedKey keyArn={keyArn} /> : <NamedKey name={keyArn} />;
}

/** All there is to say where no KMS can be asked: the name, as the server gave it. */
function NamedKey({ name }: { readonly name: string }) {
  return (
    <SpaceBetween size="xs">
      <KeyValuePairs columns={1} items={[{ label: "Key name", value: <CopyValue value={name} what="key name" /> }]} />
      <Box color="text-body-secondary">As the server answered it. This server has no KMS API that would tell the key&apos;s state, manager or rotation.</Box>
    </SpaceBetween>
  );
}

function DescribedKey({ keyArn }: { readonly keyArn: string }) {
  const session = useSession();
  const parsed = parseKeyReference(keyArn);
  const home = parsed?.kind === "key-arn" ? parsed : undefined;
  const region = home?.region ?? session.region;
  const foreign = home !== undefined && accountOf(session.caller) !== undefined && home.accountId !== accountOf(session.caller);
  const keys = useQuery({ ...kmsKeys(region), enabled: !foreign });
  const key = useQuery(kmsKey(region, keyArn));
  const rotation = useQuery({ ...keyRotation(region, home?.keyId ?? keyArn), enabled: !foreign });
  return (
    <KeyValuePairs
      columns={3}
      minColumnWidth={170}
      items={[
        {
          label: "Alias",
          value: foreign ? (
            <NotApplicable>Not listed for a key of another account</NotApplicable>
          ) : (
            <CellQuery query={keys}>
              {(listings) => {
                const aliases = listings.find((listing) => listing.arn === keyArn || listing.keyId === home?.keyId)?.aliases ?? [];
                return aliases.length === 0 ? <NotApplicable>None</NotApplicable> : aliases.join(", ");
              }}
            </CellQuery>
          ),
        },
        { label: "Key ARN", value: <CopyValue value={keyArn} what="key ARN" /> },
        { label: "Region and account", value: home === undefined ? <NotApplicable>Not in the key&apos;s name</NotApplicable> : `${home.region} · ${home.accountId}${foreign ? " (not yours)" : ""}` },
        { label: "Key state", value: <CellQuery query={key}>{(summary) => <KeyStateIndicator summary={summary} />}</CellQuery> },
        { label: "Key manager", value: <CellQuery query={key}>{({ keyManager }) => (keyManager === "AWS" ? "AWS managed" : "Customer managed")}</CellQuery> },
        {
          label: "Description",
          value: <CellQuery query={key}>{({ description }) => (description === "" ? <NotApplicable>None</NotApplicable> : <ResourceName name={description} />)}</CellQuery>,
        },
        {
          label: "Automatic rotation",
          value: foreign ? <NotApplicable>Not told for a key of another account</NotApplicable> : <CellQuery query={rotation}>{rotationText}</CellQuery>,
        },
      ]}
    />
  );
}

function rotationText(rotation: KeyRotation): string {
  if (rotation === "not-permitted") return "Unknown: you may not ask for it";
  if (rotation === "not-applicable") return "Not offered for this key";
  if (!rotation.enabled) return "Off";
  const period = rotation.periodInDays === undefined ? "On" : `On, every ${rotation.periodInDays} days`;
  return rotation.nextRotationDate === undefined ? period : `${period}, next ${formatDateTime(rotation.nextRotationDate)}`;
}
