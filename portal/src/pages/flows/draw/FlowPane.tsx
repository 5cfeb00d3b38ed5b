import { Textarea } from '@mantine/core';
import type { FlowDocument, Problem } from '../../../api';
import { asWritten } from '../settings';
import { ParametersForm } from './ParametersForm';
import { ServicesForm } from './ServicesForm';
import { put } from './parts';
import { drawTexts } from './texts';

/** What is of the whole flow: what it is for, its parameters, and what its processors use together. */
export function FlowPane({
  flow,
  problems,
  change,
}: {
  flow: FlowDocument;
  problems: Problem[];
  change: (flow: FlowDocument, kind?: string) => void;
}) {
  return (
    <div className="stack">
      <Textarea
        label={drawTexts.description}
        autosize
        minRows={1}
        maxRows={6}
        value={asWritten(flow.description)}
        onChange={(event) =>
          change(put(flow, 'description', event.currentTarget.value || undefined), 'description')
        }
      />
      <ParametersForm flow={flow} change={change} />
      <ServicesForm flow={flow} problems={problems} change={change} />
    </div>
  );
}
