import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { NewKey, Port } from '../../api';
import { useStatus } from '../../queries';
import { texts } from '../../texts';
import { CodeBlock } from '../../ui/CodeBlock';
import { MakeKey, NewKeySecret } from '../../ui/MakeKey';
import { snippets } from './snippets';

/** A key, and a complete client in the reader's language that uses it. */
export function Connect({ port }: { port: Port }) {
  const [key, setKey] = useState<NewKey>();
  const [language, setLanguage] = useState('java');
  const gateway = useStatus().data?.gateway;
  const offered = snippets({
    port: port.port,
    bootstrap: key?.bootstrap || gateway || '127.0.0.1:9092',
    mechanism: key?.mechanism || 'SCRAM-SHA-512',
    security: key?.security || 'SASL_PLAINTEXT',
    key: key?.id ?? 'YOUR_KEY',
    secret: key?.secret ?? 'YOUR_SECRET',
    trust: key?.trust?.trim() ?? '',
    fields: port.fields,
  });
  const chosen = offered.find(({ id }) => id === language) ?? offered[0]!;
  return (
    <div className="connect">
      <p className="list-text">{texts.connect.lead}</p>
      {!port.access.allowed && <p className="notice">{texts.connect.noAccess}</p>}
      {key ? <NewKeySecret made={key} /> : <MakeKey port={port.port} made={setKey} />}
      <SegmentedControl
        aria-label={texts.connect.commandLine}
        value={chosen.id}
        onChange={setLanguage}
        data={offered.map(({ id, label }) => ({ value: id, label }))}
        className="fit"
      />
      {['kcat', 'python'].includes(chosen.id) && <p className="list-text">{texts.connect.librdkafkaNote}</p>}
      {chosen.file && (
        <p className="list-text">
          {texts.connect.file} <code className="code-line">{chosen.file}</code>
        </p>
      )}
      <CodeBlock text={chosen.text} label={chosen.label} />
      {chosen.command && <CodeBlock text={chosen.command} label={texts.connect.commandLine} />}
      {!key && <p className="list-text">{texts.connect.placeholders}</p>}
    </div>
  );
}
