import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { count } from '../../format';
import { texts } from '../../texts';
import { IconChevronDown, IconChevronRight } from '../../ui/icons';
import { useProductChoices } from '../../ui/choices';
import { Tags } from '../../ui/parts';
import { Answer } from '../../ui/states';
import { usePort } from '../queries/queries';
import { quoted, tableOf } from './dialect';
import { sightOf, topFields } from './known';

const words = texts.sql;

/** The ports that the caller may know of, with their fields; what is chosen is put into the statement. */
export function PortTree({ insert }: { insert: (text: string) => void }) {
  const [wanted, setWanted] = useState('');
  const found = useProductChoices(wanted).data;
  const shown = (found?.items ?? []).flatMap(({ ports }) => ports).sort();
  return (
    <section className="panel port-tree" aria-label={words.ports}>
      <div className="panel-head">
        <h2>{words.ports}</h2>
      </div>
      <div className="port-tree-filter">
        <TextInput
          aria-label={words.filterPorts}
          placeholder={words.filterPorts}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      </div>
      {shown.length === 0 ? (
        <p className="panel-body dim">
          {!found ? '' : wanted.trim() === '' ? words.noPortsAtAll : words.noPorts}
        </p>
      ) : (
        <ul className="port-tree-list">
          {shown.map((port) => (
            <PortBranch key={port} port={port} insert={insert} />
          ))}
        </ul>
      )}
      {found && found.total > found.items.length && (
        <p className="panel-body dim">{words.morePorts(count(found.total - found.items.length))}</p>
      )}
    </section>
  );
}

function PortBranch({ port, insert }: { port: string; insert: (text: string) => void }) {
  const [open, setOpen] = useState(false);
  const known = usePort(port, open);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <li>
      <div className="branch">
        <button
          type="button"
          className="branch-toggle"
          aria-expanded={open}
          aria-label={words.showFields(port)}
          onClick={() => setOpen(!open)}
        >
          <Chevron size={14} aria-hidden />
        </button>
        <button
          type="button"
          className="branch-name mono"
          aria-label={words.insert(port)}
          onClick={() => insert(tableOf(port))}
        >
          {port}
        </button>
      </div>
      {open && (
        <Answer of={known}>
          {(found) =>
            topFields(found).length === 0 ? (
              <p className="leaf dim">{words.noFields}</p>
            ) : (
              <ul className="leaves">
                {!found.access.allowed && <li className="leaf warn">{words.noAccess}</li>}
                {topFields(found).map((field) => (
                  <li key={field.path} className="leaf">
                    <button
                      type="button"
                      className="branch-name mono"
                      aria-label={words.insert(field.path)}
                      title={field.description || undefined}
                      onClick={() => insert(quoted(field.path))}
                    >
                      {field.path}
                    </button>
                    <span className="leaf-type mono">{field.type}</span>
                    {found.access.allowed && sightOf(field) && (
                      <span className="leaf-sight">{sightOf(field)}</span>
                    )}
                    <Tags
                      tags={field.tags.filter(({ status }) => status !== 'REJECTED').map(({ tag }) => tag)}
                    />
                  </li>
                ))}
              </ul>
            )
          }
        </Answer>
      )}
    </li>
  );
}
