import { Button } from '@mantine/core';
import { path } from '../../api';
import { formatMoment } from '../../format';
import { CopyIcon } from '../../ui/CodeBlock';
import { IconDownload } from '../../ui/icons';
import { Fact, Facts, Panel } from '../../ui/parts';
import { Answer } from '../../ui/states';
import type { Certificate } from './api';
import { useCertificate } from './queries';
import { erasureTexts as words } from './texts';

/** What the audit holds of an applied erasure, and where in its chain. */
export function CertificatePanel({ id }: { id: string }) {
  return (
    <Panel title={words.certificate}>
      <Answer of={useCertificate(id, true)}>{(found) => <Position certificate={found} />}</Answer>
    </Panel>
  );
}

function Position({ certificate }: { certificate: Certificate }) {
  const { audit, erasure } = certificate;
  return (
    <div className="stack">
      <p className={audit.intact ? 'notice notice-good' : 'notice notice-warn'}>
        {audit.intact ? words.intact : words.altered}
      </p>
      <Facts>
        <Fact name={words.position}>
          {words.sequence(audit.writer, audit.sequence)}, {formatMoment(audit.time)}
        </Fact>
        <Fact name={words.hash}>
          <Hash value={audit.hash} label={words.hash} />
        </Fact>
        <Fact name={words.previousHash}>
          <Hash value={audit.previousHash} label={words.previousHash} />
        </Fact>
      </Facts>
      <Button
        component="a"
        href={path('erasures', erasure.id, 'certificate')}
        download={`certificate-${erasure.id}.json`}
        variant="default"
        leftSection={<IconDownload size={15} />}
      >
        {words.download}
      </Button>
    </div>
  );
}

function Hash({ value, label }: { value: string; label: string }) {
  return (
    <span className="row erasure-hash">
      <code className="mono">{value.slice(0, 16)}…</code>
      <CopyIcon value={value} label={label} />
    </span>
  );
}
