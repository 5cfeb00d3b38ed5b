import { Button, Tooltip } from '@mantine/core';
import { IconAdd, IconArrowLeft, IconArrowRight, IconSource, IconStack } from '../../../ui/icons';
import type { Drawing } from './api';
import { arranged, baseOf, parentOf } from './drawing';
import { drawTexts } from './texts';

/** What can be done to the picture; and where in it one is. */
export function Tools({
  drawing,
  palette,
  inside,
  leave,
  group,
  toggle,
  refit,
}: {
  drawing: Drawing;
  palette: boolean;
  /** The group in which one is, and the way to others and out of it. */
  inside: string;
  leave: (to: string) => void;
  /** Puts what is selected into a group, if it can be. */
  group?: () => void;
  toggle: () => void;
  refit: () => void;
}) {
  const { document: flow, undo, redo, change } = drawing;
  return (
    <div className="draw-tools" role="toolbar" aria-label={drawTexts.title}>
      <Button
        size="compact-sm"
        variant="default"
        aria-expanded={palette}
        leftSection={<IconAdd size={14} />}
        onClick={toggle}
      >
        {drawTexts.add}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={!undo}
        leftSection={<IconArrowLeft size={14} />}
        onClick={() => undo?.()}
      >
        {drawTexts.undo}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={!redo}
        leftSection={<IconArrowRight size={14} />}
        onClick={() => redo?.()}
      >
        {drawTexts.redo}
      </Button>
      <Tooltip label={drawTexts.arrangeHint}>
        <Button
          size="compact-sm"
          variant="default"
          disabled={!flow.layout}
          leftSection={<IconSource size={14} />}
          onClick={() => {
            change(arranged(flow));
            refit();
          }}
        >
          {drawTexts.arrange}
        </Button>
      </Tooltip>
      <Tooltip label={drawTexts.groupHint}>
        <Button
          size="compact-sm"
          variant="default"
          disabled={!group}
          leftSection={<IconStack size={14} />}
          onClick={() => group?.()}
        >
          {drawTexts.group}
        </Button>
      </Tooltip>
      {inside !== '' && (
        <nav className="draw-inside" aria-label={drawTexts.leave}>
          <button type="button" className="text-link" onClick={() => leave('')}>
            {drawTexts.whole}
          </button>
          {outer(inside).map((name) => (
            <span key={name}>
              {' / '}
              {name === inside ? (
                <strong>{baseOf(name)}</strong>
              ) : (
                <button type="button" className="text-link" onClick={() => leave(name)}>
                  {baseOf(name)}
                </button>
              )}
            </span>
          ))}
        </nav>
      )}
    </div>
  );
}

/** A group and all that it is in, the outermost first. */
function outer(group: string): string[] {
  return group === '' ? [] : [...outer(parentOf(group)), group];
}
