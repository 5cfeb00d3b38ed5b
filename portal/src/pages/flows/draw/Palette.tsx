import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { api } from '../../../api';
import type { ProcessorType } from '../../../api';
import { IconSearch } from '../../../ui/icons';
import { Answer } from '../../../ui/states';
import { drawTexts } from './texts';

export const useProcessorTypes = () =>
  useQuery({
    queryKey: ['processor-types'],
    queryFn: ({ signal }) => api.processorTypes(signal),
    staleTime: 60_000,
  });

/** What a dragged processor carries. */
export const dragged = 'application/x-weft-processor';

/** Every word is in the name or in what it does; names come first. */
export function matching(types: ProcessorType[], wanted: string): ProcessorType[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string) => (word: string) => text.toLowerCase().includes(word);
  return types
    .filter(({ name, summary }) => words.every(has(`${name} ${summary}`)))
    .sort((a, b) => Number(!words.every(has(a.name))) - Number(!words.every(has(b.name))));
}

/** All types of processors, to be found by what they do, and added by a click, by Enter, or dragged to a place. */
export function Palette({ add }: { add: (type: string) => void }) {
  const types = useProcessorTypes();
  return <Answer of={types}>{(all) => <Content types={all} add={add} />}</Answer>;
}

function Content({ types, add }: { types: ProcessorType[]; add: (type: string) => void }) {
  const [wanted, setWanted] = useState('');
  const found = matching(types, wanted);
  const first = found[0];
  const enter = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && first) {
      event.preventDefault();
      add(first.name);
      setWanted('');
    }
  };
  return (
    <div className="palette">
      <TextInput
        aria-label={drawTexts.paletteSearch}
        placeholder={drawTexts.paletteSearch}
        description={drawTexts.paletteHint}
        inputWrapperOrder={['label', 'input', 'description']}
        leftSection={<IconSearch size={15} aria-hidden />}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
        onKeyDown={enter}
      />
      <div className="palette-list" role="region" aria-label={drawTexts.palette} tabIndex={0}>
        {found.length === 0 && <p className="dim">{drawTexts.paletteNone}</p>}
        <Section title={drawTexts.sources} types={found.filter(({ source }) => source)} add={add} />
        <Section title={drawTexts.others} types={found.filter(({ source }) => !source)} add={add} />
      </div>
    </div>
  );
}

function Section({
  title,
  types,
  add,
}: {
  title: string;
  types: ProcessorType[];
  add: (type: string) => void;
}) {
  if (types.length === 0) {
    return null;
  }
  return (
    <section>
      <h3 className="palette-head">{title}</h3>
      <ul>
        {types.map(({ name, summary }) => (
          <li key={name}>
            <button
              type="button"
              className="palette-item"
              draggable
              title={summary}
              onDragStart={(event) => {
                event.dataTransfer.setData(dragged, name);
                event.dataTransfer.effectAllowed = 'copy';
              }}
              onClick={() => add(name)}
            >
              <span className="list-title">
                <span className="visually-hidden">{drawTexts.addWord} </span>
                {name}
              </span>
              <span className="palette-text">{summary}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
