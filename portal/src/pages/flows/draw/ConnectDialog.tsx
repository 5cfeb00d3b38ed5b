import { Button, Checkbox, Modal } from '@mantine/core';
import { useState } from 'react';
import { drawTexts } from './texts';

/** Which relationships a connection that was just dragged stands for. */
export function ConnectDialog({
  pair,
  known,
  taken,
  close,
  connect,
}: {
  pair: { from: string; to: string };
  known: string[];
  /** Those that lead there already. */
  taken: string[];
  close: () => void;
  connect: (relationships: string[]) => void;
}) {
  const free = known.filter((one) => !taken.includes(one));
  const [chosen, setChosen] = useState<string[]>(free.slice(0, 1));
  return (
    <Modal
      opened
      onClose={close}
      size="sm"
      title={<span className="mono">{drawTexts.connectTitle(pair.from, pair.to)}</span>}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          connect(chosen);
        }}
      >
        <Checkbox.Group label={drawTexts.connectLead} value={chosen} onChange={setChosen}>
          <div className="relationship-choices">
            {known.map((one) => (
              <Checkbox key={one} value={one} label={one} disabled={taken.includes(one)} />
            ))}
          </div>
        </Checkbox.Group>
        <div className="row dialog-actions">
          <Button variant="default" onClick={close}>
            {drawTexts.back}
          </Button>
          <Button type="submit" disabled={chosen.length === 0} data-autofocus>
            {drawTexts.connect}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
