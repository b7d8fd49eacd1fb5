import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { transfersPath } from "#domain/console-path.ts";
import { plural } from "#domain/format.ts";
import { kmsKey } from "#queries/keys.ts";
import { useSession } from "#session/session-context.tsx";
import { usePreferences } from "#session/preferences.ts";
import { useGo } from "#components/console-link.tsx";
import { EncryptionFields } from "#components/encryption-fields.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { useBucketEncryption } from "#components/use-bucket-encryption.tsx";
import { useKmsApi } from "#components/use-kms-api.tsx";
import { DestinationFields } from "./destination-fields.tsx";
import { FilesSection } from "./files-section.tsx";
import { focusFirstProblem } from "./focus-problem.ts";
import { IntegrityField } from "./integrity-field.tsx";
import { LeaveGuard } from "./leave-guard.tsx";
import { fileRows, fileTotals, type FileRow } from "./picked-files.ts";
import { PropertiesFields } from "./properties-fields.tsx";
import { recentKeysWith } from "./recent-keys.ts";
import { countProblems, emptyUploadDraft, hasPropertyProblems, noProblems, parseUploadDraft, requestOf, withKeyArn, type SharedRequest, type UploadDraft } from "./upload-form.ts";
import { uploadDestination } from "./upload-search.ts";
import { usePickedFiles } from "./use-picked-files.tsx";
import { useSettled } from "./use-settled.tsx";
import { WhatWillHappen } from "./what-will-happen.tsx";

/** How long a bucket's name must stand still before S3 is asked about it. */
const TYPING_PAUSE_MS = 500;

/** Uploads files and folders under chosen encryption: files, destination, encryption, integrity, properties, and what will happen. */
export function UploadPage() {
  const destination = uploadDestination(useSearch({ strict: false }));
  // A link to another destination opens a form of its own
  return <UploadForm key={`${destination.bucket ?? ""}/${destination.prefix ?? ""}`} destination={destination} />;
}

function UploadForm({ destination }: { readonly destination: ReturnType<typeof uploadDestination> }) {
  const [empty] = useState(() => emptyUploadDraft(destination));
  const [draft, setDraft] = useState(empty);
  const sent = useRef(false);
  const [attempts, setAttempts] = useState(0);
  const [propertiesOpen, setPropertiesOpen] = useState(false);
  const picking = usePickedFiles();
  const form = useRef<HTMLFormElement>(null);
  const bucket = useSettled(draft.bucket.trim(), TYPING_PAUSE_MS);
  const where = useBucketEncryption(bucket === "" ? undefined : bucket);
  const session = useSession();
  const kms = useKmsApi(where.region ?? session.region);
  const prefix = useDeferredValue(draft.prefix);
  const rows = useMemo(() => fileRows(picking.files, prefix), [picking.files, prefix]);
  const totals = useMemo(() => fileTotals(rows), [rows]);
  const start = useStartUpload();

  const edit = useCallback((change: Partial<UploadDraft>) => setDraft((before) => ({ ...before, ...change })), []);
  // What is known of the bucket that was typed before says nothing of this one
  const known = bucket === draft.bucket.trim() ? { bucketRegion: where.region, bucketMissing: where.regionFailure?.kind === "not-found" } : {};
  const about = { ...known, keyNaming: kms.offered ? ("kms" as const) : ("server" as const) };
  const parsed = parseUploadDraft(draft, rows, about);
  // After a first attempt each problem goes away as soon as it is mended
  const problems = attempts === 0 || parsed.ok ? noProblems : parsed.problems;
  const first = rows.find(({ problem }) => problem === undefined);

  useEffect(() => {
    if (attempts > 0 && form.current !== null) focusFirstProblem(form.current);
  }, [attempts]);

  const submit = () => {
    // The rows may lag behind the prefix while it is being typed; what is sent must not
    const current = fileRows(picking.files, draft.prefix);
    const result = parseUploadDraft(draft, current, about);
    if (result.ok) {
      sent.current = true;
      start({ draft, rows: current, shared: result.shared, region: where.region });
      return;
    }
    setAttempts((before) => before + 1);
    // A problem inside a closed section could not take the focus
    if (hasPropertyProblems(result.problems)) setPropertiesOpen(true);
  };
  const count = countProblems(problems);
  return (
    <PageFrame title="Upload" description="Files and folders, encrypted the way you choose, and verified against what S3 answers.">
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Form
          errorText={count === 0 ? undefined : `Not started: ${plural(count, "field")} above ${count === 1 ? "needs" : "need"} your attention.`}
          errorIconAriaLabel="Error"
          actions={
            <Button variant="primary" disabled={picking.reading} disabledReason="Folders are still being read.">
              {totals.good === 0 ? "Upload" : `Upload ${plural(totals.good, "file")}`}
            </Button>
          }
        >
          <SpaceBetween size="l">
            <FilesSection picking={picking} rows={rows} totals={totals} problem={problems.files} />
            <Container header={<Header variant="h2">Destination</Header>}>
              <DestinationFields draft={draft} onChange={edit} problems={problems} where={where} />
            </Container>
            <Container header={<Header variant="h2">Encryption</Header>}>
              <EncryptionFields
                draft={draft.encryption}
                onChange={(encryption) => edit({ encryption })}
                problems={problems.encryption}
                bucket={bucket === "" ? undefined : bucket}
              />
            </Container>
            <Container header={<Header variant="h2">Integrity</Header>}>
              <IntegrityField value={draft.checksumAlgorithm} onChange={(checksumAlgorithm) => edit({ checksumAlgorithm })} />
            </Container>
            <ExpandableSection variant="container" headerText="Properties" headerDescription="Storage class, content type, metadata and tags" expanded={propertiesOpen} onChange={({ detail }) => setPropertiesOpen(detail.expanded)}>
              <PropertiesFields draft={draft} onChange={edit} problems={problems} />
            </ExpandableSection>
            <Container header={<Header variant="h2">What will happen</Header>}>
              <WhatWillHappen draft={draft} shared={parsed.ok ? parsed.shared : undefined} first={first} totals={totals} where={where} />
            </Container>
          </SpaceBetween>
        </Form>
      </form>
      <LeaveGuard isFilled={() => !sent.current && (rows.length > 0 || draft !== empty)} />
    </PageFrame>
  );
}

/** Hands the files to the session's uploads, remembers the key, and goes to the transfers: the page is done then. */
function useStartUpload() {
  const session = useSession();
  const client = useQueryClient();
  const [preferences, changePreferences] = usePreferences();
  const go = useGo();
  return (upload: { readonly draft: UploadDraft; readonly rows: readonly FileRow[]; readonly shared: SharedRequest; readonly region: string | undefined }) => {
    const arnOf = (reference: string) => client.getQueryData(kmsKey(upload.region ?? session.region, reference).queryKey)?.arn;
    const shared = { ...upload.shared, settings: withKeyArn(upload.shared.settings, arnOf) };
    const orders = upload.rows.filter(({ problem }) => problem === undefined).map((row) => ({ file: row.file, request: requestOf(row, upload.draft, shared) }));
    session.uploads.start(orders);
    const keyId = "keyId" in shared.settings ? shared.settings.keyId : undefined;
    changePreferences({ recentKeys: recentKeysWith(preferences.recentKeys, keyId) });
    go(transfersPath());
  };
}
