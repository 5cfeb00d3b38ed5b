import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { texts } from '../texts';
import { IconCheck, IconCopy } from './icons';

export function CopyIcon({ value, label }: { value: string; label: string }) {
  return (
    <CopyButton value={value} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? texts.connect.copied : texts.connect.copy}>
          <ActionIcon onClick={copy} aria-label={texts.connect.copyLabel(label)}>
            {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** Text to copy and paste, with a button that does the first half. */
export function CodeBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className="code-block">
      <pre tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <div className="copy">
        <CopyIcon value={text} label={label} />
      </div>
    </div>
  );
}
